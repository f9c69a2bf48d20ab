public import Platform
public import SQL

/// Takes an agreement one step on (or back), as the table of `AgreementLife` says.
public enum MoveAgreement {
    /// Throws `Refusal.denied` with the rule's reason, or `.invalid` with all that the step still needs.
    /// - Parameter day: of signing or ending; other steps are of today.
    public static func run(
        _ connection: any Connection, _ act: Act, agreement slug: String, _ step: AgreementStep, note: String = "",
        day: String = ""
    ) throws -> Agreement {
        guard let old = try AgreementStore.find(connection, slug) else { throw Refusal.notFound }
        try AgreementRules.may(act.principal, step, old).orRefuse()
        guard let line = AgreementLife.transition(step, from: old.state) else { throw Refusal.notFound }
        let today = CivilDay.of(act.now)
        let missing = line.missing(old, note: note, day: day, today: today)
        guard missing.isEmpty else { throw Refusal.invalid(missing) }
        let new = old.with(
            state: line.to, asOf: line.needs.contains(.day) ? day : today,
            signedOn: step == .sign ? day : old.signedOn, act)
        try AgreementStore.update(connection, from: old, to: new)
        try AgreementStore.add(connection, step: step.rawValue, note: note, to: slug, act)
        try act.audit(
            connection, "agreement.\(step.rawValue)", "agreement", slug, before: ["state": old.state.rawValue],
            after: ["state": new.state.rawValue, "asOf": new.asOf, "note": note])
        if step == .sign, let renews = old.renews { try replace(connection, act, renews, on: day) }
        return try AgreementStore.find(connection, slug) ?? new
    }

    /// The agreement before is renewed by the signing of this one.
    private static func replace(_ connection: any Connection, _ act: Act, _ slug: String, on day: String) throws {
        guard let old = try AgreementStore.find(connection, slug), old.state == .signed else { return }
        try AgreementStore.update(connection, from: old, to: old.with(state: .renewed, asOf: day, act))
        try AgreementStore.add(connection, step: "renewed", note: "", to: slug, act)
        try act.audit(
            connection, "agreement.renewed", "agreement", slug, before: ["state": old.state.rawValue],
            after: ["state": Agreement.State.renewed.rawValue, "asOf": day])
    }
}

/// Begins the agreement that is to take a signed one's place, with the same parties, subject and text.
public enum RenewAgreement {
    public static func run(_ connection: any Connection, _ act: Act, agreement slug: String) throws -> Agreement {
        guard let old = try AgreementStore.find(connection, slug) else { throw Refusal.notFound }
        try AgreementRules.mayWrite(act.principal, old.content.parties).orRefuse()
        guard old.state == .signed else { throw Refusal.denied(.deny("rule.not-in-this-state")) }
        // Asked twice, as by a double click, it leads to the one that was begun.
        if let next = try AgreementStore.successor(connection, of: slug),
            let known = try AgreementStore.find(connection, next.slug)
        {
            return known
        }
        var content = old.content
        content.from = CivilDay.isValid(old.content.to) ? CivilDay.adding(1, to: old.content.to) : ""
        content.to = ""
        content.sources = []
        content.event = nil
        return try DraftAgreement.run(connection, act, content: content, renews: slug)
    }
}

/// Puts the signed paper beside an agreement, before the step that needs it or after an import.
public enum AttachSignedCopy {
    /// Bytes of the scan: 20 MB.
    public static let sizeLimit = 20 * 1024 * 1024
    public static let types: Set<FileType> = [.pdf, .png, .jpeg]

    /// Refuses before any byte is taken in.
    static func check(_ act: Act, _ agreement: Agreement) throws {
        try AgreementRules.mayWrite(act.principal, agreement.content.parties).orRefuse()
        guard agreement.state != .withdrawn, agreement.state.isOpen || agreement.signedCopy == nil else {
            throw Refusal.invalid([ContentIssue("file", "agreement.error.copy-stands")])
        }
    }

    public static func run(
        _ connection: any Connection, _ act: Act, agreement slug: String, file: StoredFile, name: String
    ) throws -> Agreement {
        guard let old = try AgreementStore.find(connection, slug) else { throw Refusal.notFound }
        try check(act, old)
        let shown = name.isEmpty ? "agreement.\(file.type.rawValue)" : String(name.suffix(120))
        let new = old.with(signedCopy: .init(file: file.id, name: shown), act)
        try AgreementStore.update(connection, from: old, to: new)
        try act.audit(
            connection, "agreement.copy-attached", "agreement", slug, before: old.signedCopy.map { ["file": $0.file] },
            after: ["file": file.id, "name": shown])
        return try AgreementStore.find(connection, slug) ?? new
    }
}
