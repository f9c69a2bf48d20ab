import Platform
public import SQL

/// Changes what an agreement says. After the signing only what was left open can be filled in.
public enum ChangeAgreement {
    /// Throws `Refusal.changedMeanwhile` when the agreement is no longer the `version` that was opened.
    public static func run(
        _ connection: any Connection, _ act: Act, agreement slug: String, version: Int, content: AgreementContent
    ) throws -> Agreement {
        guard let old = try AgreementStore.find(connection, slug) else { throw Refusal.notFound }
        try AgreementRules.mayWrite(act.principal, old.content.parties).orRefuse()
        guard old.version == version else {
            throw Refusal.changedMeanwhile(by: old.updatedBy, at: old.updatedAt)
        }
        if old.content == content { return old }
        var issues = content.issues()
        // A link that stands stays, also for somebody who could not have made it.
        if old.content.partnership != content.partnership || old.content.event != content.event {
            issues += try AgreementLinks.issues(connection, content, for: act.principal)
        }
        if old.state.wasSigned { issues += content.issues(afterSigning: old.content) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        // Nobody writes themselves out of an agreement by mistake: they could not mend it.
        try AgreementRules.mayWrite(act.principal, content.parties).orRefuse()
        let new = old.with(content: content, act)
        try AgreementStore.update(connection, from: old, to: new)
        try act.audit(
            connection, "agreement.changed", "agreement", slug, before: AgreementAudited(old), after: AgreementAudited(new))
        return try AgreementStore.find(connection, slug) ?? new
    }
}

extension Agreement {
    /// The same with other facts, touched by whoever acts.
    func with(
        content: AgreementContent? = nil, state: State? = nil, asOf: String? = nil, signedOn: String? = nil,
        signedCopy: SignedCopy?? = nil, _ act: Act
    ) -> Agreement {
        Agreement(
            slug: slug, state: state ?? self.state, asOf: asOf ?? self.asOf, signedOn: signedOn ?? self.signedOn,
            content: content ?? self.content, signedCopy: signedCopy ?? self.signedCopy, renews: renews,
            textNumber: textNumber, version: version, updatedBy: act.name, createdAt: createdAt, updatedAt: act.now)
    }
}
