import HTML
import Platform
import SQL
import Web

/// Between a contribution's content and the fields of its form, both ways.
enum ContributionForm {
    /// The amount in the unit that the kind has; what is given in kind may be left without.
    static func quantity(
        kind: Contribution.Kind, amount: String, unit code: String
    ) -> (quantity: Quantity?, issue: ContentIssue?) {
        let typed = code.lowercased() == "day" ? "day" : code.uppercased()
        let unitCode = kind == .expertDays && typed.isEmpty ? "day" : typed
        if amount.isEmpty { return (nil, kind == .inKind ? nil : ContentIssue("amount", "error.required")) }
        guard !unitCode.isEmpty else { return (nil, ContentIssue("currency", "error.required")) }
        guard let unit = QuantityUnit(unitCode) else {
            return (nil, ContentIssue("currency", "error.currency", ["value": code]))
        }
        if kind == .expertDays, unit.isMoney {
            return (nil, ContentIssue("currency", "contribution.error.days-have-no-currency"))
        }
        if kind != .expertDays, !unit.isMoney { return (nil, ContentIssue("currency", "error.currency", ["value": code])) }
        do {
            return (try Quantity(typed: amount, unit: unit), nil)
        } catch {
            return (nil, error.issue("amount", amount, unit))
        }
    }

    static func apply(
        _ form: Form, to old: ContributionContent, _ connection: any Connection
    ) throws -> (content: ContributionContent, issues: [ContentIssue]) {
        var content = old
        var reader = FormReader(FormRows(form, groups: [:]))
        var issues: [ContentIssue] = []
        content.stage = reader.choice("stage") ?? old.stage
        content.kind = reader.choice("kind") ?? old.kind
        content.what = reader.text("what")
        content.day = reader.date("day") ?? ""
        content.note = reader.text("note")
        // The list of currencies keeps its choice when somebody turns to days: it says nothing there.
        let currency = content.kind == .expertDays ? "" : reader.text("currency")
        let (quantity, issue) = quantity(kind: content.kind, amount: reader.text("amount"), unit: currency)
        content.quantity = quantity
        if let issue { issues.append(issue) }
        func side(_ field: String) throws -> Contribution.Side? {
            try form[field].flatMap { try OrganisationName.find(connection, $0, field: field, &issues) }.map(Contribution.Side.init)
        }
        content.giver = try side("giver")
        content.receiver = try side("receiver")
        content.payer = try side("payer")
        content.fulfils = try form["fulfils"].flatMap { try ContributionStore.find(connection, slug: $0)?.id }
        if form["fulfils"] != nil, content.fulfils == nil {
            issues.append(ContentIssue("fulfils", "contribution.error.no-commitment"))
        }
        content.partnership = try form["partnership"].flatMap { try PartnershipLink.find(connection, slug: $0)?.id }
        if form["partnership"] != nil, content.partnership == nil {
            issues.append(ContentIssue("partnership", "agreement.error.partnership"))
        }
        content.agreement = form["agreement"]
        content.activity = try form["activity"].flatMap { try ActivityStore.find(connection, slug: $0)?.id }
        if let activity = form["activity"], content.activity == nil {
            issues.append(ContentIssue("activity", "activity.error.unknown", ["value": activity]))
        }
        return (content, reader.issues + issues)
    }

    static func values(_ connection: any Connection, _ content: ContributionContent) throws -> [String: [String]] {
        let cells = ContributionCSV.cells(content, try ContributionCSV.linked(connection, [content]))
        var values = cells.mapValues { [$0] }
        for (field, side) in [("giver", content.giver), ("receiver", content.receiver), ("payer", content.payer)] {
            values[field] = try side.map { [try OrganisationName.text(connection, name: $0.name, key: $0.key)] }
        }
        values["currency"] = content.quantity.flatMap { $0.unit.isMoney ? [$0.unit.code] : nil }
        return values
    }

    /// What differs between the saved record and the one that was typed, in the order of the form.
    static func difference(_ saved: ContributionContent, _ typed: ContributionContent) -> [FieldChange] {
        func lines(_ content: ContributionContent) -> [(String, String)] {
            [
                ("stage", content.stage.rawValue), ("kind", content.kind.rawValue), ("what", content.what),
                ("amount", content.quantity.map { "\($0.text) \($0.unit.code)" } ?? ""), ("day", content.day),
                ("giver", content.giver?.name ?? ""), ("receiver", content.receiver?.name ?? ""),
                ("payer", content.payer?.name ?? ""), ("partnership", content.partnership?.description ?? ""),
                ("agreement", content.agreement ?? ""), ("activity", content.activity?.description ?? ""),
                ("note", content.note),
            ]
        }
        return ContentDifference.between(lines(saved), lines(typed), of: "contribution")
    }
}
