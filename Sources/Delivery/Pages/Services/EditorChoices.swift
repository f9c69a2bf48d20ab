import HTML
import Platform
import SQL

/// What a manager can choose from: offices, calendars, and answers of earlier questions.
struct EditorChoices {
    let offices: [Office]
    let calendars: [StoredCalendar]

    init(_ connection: any Connection, for principal: Principal, _ service: Service, _ document: DraftDocument) throws {
        let organisations = ServiceRules.organisations(principal).union([service.organisation])
        var offices = try OfficeStore.list(connection, of: organisations)
        // Offices of others that the service has already stay in sight.
        let named = (document.json["offices"]?.items ?? []).compactMap(\.text) + [document.json["appeal"]?["office"]?.text].compactMap(\.self)
        let missing = named.filter { key in !offices.contains { $0.key == key } }
        if !missing.isEmpty { offices += try OfficeStore.list(connection, keys: missing) }
        self.offices = offices
        calendars = try CalendarStore.list(connection, for: organisations)
    }

    func offices(_ words: Words) -> [HTML.Option] { offices.map { HTML.Option($0.key, $0.name[words.language]) } }
    func calendars(_ words: Words) -> [HTML.Option] { calendars.map { HTML.Option($0.key, $0.name[words.language]) } }

    /// Answers that a condition can look at: those of the questions before, in the same list.
    static func answers(_ document: DraftDocument, before question: JSONPlace, _ words: Words) -> [HTML.Option] {
        guard let index = question.index else { return [] }
        return (document.json[question.parent]?.items ?? []).prefix(index).flatMap { item -> [HTML.Option] in
            guard let key = item["key"]?.text else { return [] }
            func text(_ value: JSONValue?) -> String {
                guard case .object(let texts)? = value else { return key }
                return LocalText(texts.compactMapValues(\.text))[words.language]
            }
            let label = text(item["label"])
            switch item["kind"]?.text {
            case "yesNo": return ["yes", "no"].map { HTML.Option("\(key)=\($0)", "\(label) – \(words("apply.\($0)"))") }
            case "choice", "choices":
                return (item["options"]?.items ?? []).compactMap { option in
                    option["key"]?.text.map { HTML.Option("\(key)=\($0)", "\(label) – \(text(option["label"]))") }
                }
            default: return []
            }
        }
    }
}
