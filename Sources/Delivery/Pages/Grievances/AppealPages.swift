import HTML
import Platform
import SQL
import Web

/// Appealing from the page of a case, and going between a case and its appeals.
enum AppealPages {
    static let routes: [Route] = [
        .post("/track/{reference}/appeal", .everyone, body: .form(), rate: CaseKey.pageRate, handler: send),
        .post("/track/{reference}/linked", .everyone, body: .form(), rate: CaseKey.pageRate, handler: linked),
    ]

    @Sendable private static func send(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let form = try await call.form()
        let (text, seen, language) = (form["text"] ?? "", form["seen"].flatMap { Int($0) }, call.words.language)
        let act = Act(call.principal, at: call.now)
        let channel = CaseRules.registersForOthers(call.principal) ?? .web
        do {
            let filed = try await call.services.database.write { connection -> FileAppeal.Filed? in
                guard let first = try CaseKey.open(connection, reference: reference, code: code) else { return nil }
                return try FileAppeal.run(
                    connection, act, against: first, code: code, text: text, language: language, channel: channel, seen: seen)
            }
            guard let filed else { return CaseKey.take(.redirect(to: "/track"), call) }
            let number = filed.appeal.reference
            return CaseKey.give(
                .redirect(to: "/track/\(number)/receipt", flash: Flash("appeal.filed")), call, reference: number, code: code)
        } catch Refusal.invalid(let issues) {
            return try await TrackPages.refused(call, reference: reference, code: code, "appeal", text: text, issues)
        } catch Refusal.denied(let decision) {
            return .redirect(to: "/track/\(reference)", flash: Flash(decision.reason, tone: .caution))
        } catch Refusal.changedMeanwhile {
            return .redirect(to: "/track/\(reference)", flash: Flash("case.changed", tone: .caution))
        }
    }

    /// The same secret opens a case and its appeals, so the browser gets the key to the other.
    @Sendable private static func linked(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        let other = try await call.form()["to"] ?? ""
        guard let code = CaseKey.code(call, reference: reference) else { return .redirect(to: "/track") }
        let found = try await call.services.database.read { try CaseKey.open($0, reference: other, code: code)?.reference }
        guard let found else { return .redirect(to: "/track/\(reference)") }
        return CaseKey.give(.redirect(to: "/track/\(found)"), call, reference: found, code: code)
    }
}

/// What the page of a case says of appeals: that one is possible and until when, that one was filed, what it is against.
struct AppealPart {
    private let record: Case
    private let authority: LocalText?
    private let lastDay: Day?
    private let isPossible: Bool
    private let against: String?

    init(_ connection: any Connection, _ record: Case, now: Timestamp) throws {
        self.record = record
        isPossible = AppealRules.obstacle(record, at: now) == nil
        if isPossible, let tier = record.nextTier, let decided = record.state.decidedAt {
            authority = try tier.name ?? OfficeStore.find(connection, key: tier.office)?.name
            lastDay = AppealRules.lastDay(tier, from: max(decided, record.state.deliveredAt ?? decided), calendar: record.calendar)
        } else {
            (authority, lastDay) = (nil, nil)
        }
        against = try record.firstCase.flatMap { try CaseStore.find(connection, id: $0)?.reference }
    }

    func html(_ controls: Controls, _ words: Words) -> HTML {
        """
        \(with: GrievanceWording.decisions(record, words), { $0 })\
        \(with: against, { link($0, words("appeal.go-first", ["reference": $0])) })\
        \(with: record.state.appealed, { link($0, words("appeal.go-appeal", ["reference": $0])) })\
        \(if: isPossible, form(controls, words))
        """
    }

    private func link(_ reference: String, _ text: String) -> HTML {
        HTML.actionButton(text, action: "/track/\(record.reference)/linked", fields: [("to", reference)])
    }

    private func form(_ controls: Controls, _ words: Words) -> HTML {
        HTML.details(
            words("track.do.appeal"), isOpen: controls.error("appeal.text") != nil,
            """
            <p>\(words("appeal.explained", [
                "office": authority?[words.language] ?? "", "date": lastDay.map { words.date($0.description) } ?? "",
            ]))</p>\
            \(HTML.form(action: "/track/\(record.reference)/appeal", """
                \(HTML.hidden("seen", value: String(record.state.events)))\
                \(TrackPage.area("appeal.text", name: "text", label: words("appeal.reason"), controls))\
                \(HTML.buttons([HTML.button(words("appeal.send"))]))
                """))
            """)
    }
}
