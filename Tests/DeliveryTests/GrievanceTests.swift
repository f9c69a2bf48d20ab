import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// Complaints as people file them, on both engines.
struct GrievanceTests {
    private static let address = "/complain/complaints-bangladesh"

    private func everything(_ house: DeliveryHouse) async throws -> String {
        try await house.test.database.read { connection in
            var text = ""
            for table in [
                "case_record", "case_event", "case_bar", "case_identity", "case_file", "case_draft", "case_draft_file", "audit_entry", "job",
            ] as [SQL] {
                text += try connection.query("SELECT * FROM \(table)").map { "\($0.values)" }.joined()
            }
            return text
        }
    }

    @Test(arguments: Engine.allCases)
    func anAnonymousComplaintLeavesNoTraceOfWhoFiledIt(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, house in
            // Even somebody who is signed in leaves nothing of their account.
            try await browser.visit("/as/officer")
            let person = try await house.test.database.read {
                try PeopleStore.person($0, email: "officer@example.org")?.id.description ?? ""
            }
            try await browser.visit(Self.address)
            let before = try await everything(house)
            let receipt = try await browser.submit(
                [
                    "What is it about?": "How I was treated", "What happened?": "The clerk shouted at me.",
                    "Who may know your name?": "Nobody: I stay anonymous", "Your name": "Secret Person", "How can you be reached?": "017-SECRET",
                    "The person knows that I apply for them and agrees": .tick(true),
                    "A photo or a paper": .file(
                        name: "Secret Person.pdf", type: "application/pdf", bytes: Array("%PDF-1.7\n1 0 obj\n".utf8)),
                ], button: "Send the complaint")
            #expect(receipt.heading == "We received your request")
            let all = String(try await everything(house).dropFirst(before.count / 2))
            #expect(!all.contains("Secret Person") && !all.contains("017-SECRET"))
            let codes = receipt.markup.all("strong").map { $0.text() }
            try await house.test.database.read { connection in
                let record = try #require(try CaseStore.find(connection, reference: codes[0]))
                #expect(record.kind == .grievance && record.confidence.privacy == .anonymous && record.channel == .web)
                #expect(record.events.allSatisfy { $0.actor == "anonymous" && $0.actorName.isEmpty })
                let entries = try Audit.entries(connection, kind: "case", record: record.id.description, limit: 10)
                #expect(entries.map(\.actor) == ["anonymous"])
                #expect(try CaseStore.files(connection, record.id).map(\.name) == ["1.pdf"])
                #expect(!person.isEmpty)
            }
            // It is followed by number and code; what they do there leaves no name either.
            try await browser.visit("/track/\(codes[0])")
            try await browser.submit(button: "Take my request back")
            try await house.test.database.read { connection in
                let record = try #require(try CaseStore.find(connection, reference: codes[0]))
                #expect(record.state.phase == .withdrawn && record.events.allSatisfy { $0.actor == "anonymous" })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func theFormKeepsWhatWasTypedAndSaysWhatIsWrong(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, _ in
            try await citizen.visit(Self.address)
            let refused = try await citizen.submit(
                ["What happened?": "<script>x</script>", "Your name": "A\u{202E}B"], button: "Send the complaint")
            #expect(refused.status == 422)
            #expect(refused.errors["What is it about?"] != nil && refused.errors["Who may know your name?"] != nil)
            #expect(refused.errors["Your name"] == "There are signs in it that cannot be read. Type the text anew.")
            #expect(refused.body.contains("&lt;script&gt;") && !refused.body.contains("<script>x"))
            let nameless = try await citizen.submit(
                [
                    "What is it about?": "Something else", "Who may know your name?": "The office may know it", "Your name": "",
                ], button: "Send the complaint")
            #expect(nameless.errors["Your name"] == "Write your name, or choose to stay anonymous.")
            #expect(try await citizen.visit("/apply/complaints-bangladesh").path == Self.address)
            #expect(try await citizen.visit("/complain/poverty-benefit-scheme").status == 404)
        }
    }

    @Test(arguments: Engine.allCases)
    func theOfficeComplainedAboutAndWhoIsNamedDoNotSeeIt(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, house in
            try await citizen.visit(Self.address)
            let receipt = try await citizen.submit(
                [
                    "What is it about?": "It takes too long", "Which office is it about?": "Social services office, upazila (sample)",
                    "Is it about somebody? Write the name": "officer BD", "What happened?": "Nothing for months.",
                    "Who may know your name?": "Only a redress office may know it", "Your name": "Rahima",
                ], button: "Send the complaint")
            let reference = receipt.markup.all("strong").map { $0.text() }[0]
            for who in ["officer-bd", "upazila-bd", "stranger", "cabinet-bd"] {
                let other = citizen.stranger()
                try await other.visit("/as/" + who)
                #expect(try await other.visit("/work/cases").has(reference) == false, "\(who)")
                #expect(try await other.visit("/work/cases/" + reference).status == 404, "\(who)")
            }
            // A colleague who is not named works on it, and does not get the name.
            let colleague = citizen.stranger()
            try await colleague.visit("/as/appeals-bd")
            #expect(try await colleague.visit("/work/cases").has(reference))
            let page = try await colleague.visit("/work/cases/" + reference)
            #expect(page.has("Confidential: only the redress office can read the name") && !page.has("Rahima"))
            // Nor can it be given to the office complained about.
            #expect(!page.has("Social services office, upazila (sample)") || !page.body.contains("value=\"bd-upazila\""))
            try await colleague.submit(
                ["Office": "Cabinet Division, grievance cell (sample)", "Why does it go there? The citizen can read it.": "It is theirs."],
                button: "Give it to another office")
            let cell = citizen.stranger()
            try await cell.visit("/as/cabinet-bd")
            #expect(try await cell.visit("/work/cases/" + reference).has("Rahima"))
            _ = house
        }
    }

    @Test(arguments: Engine.allCases)
    func sensitiveComplaintsAreSealed(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, _ in
            try await citizen.visit("/complain/complaints-india")
            let receipt = try await citizen.submit(
                [
                    "What is it about?": "A child is in danger", "What happened?": "At the school.",
                    "Who may know your name?": "The office may know it", "Your name": "Asha",
                ], button: "Send the complaint")
            let reference = receipt.markup.all("strong").map { $0.text() }[0]
            for (who, sees) in [("officer-in", false), ("clerk-in", false), ("redress-in", true)] {
                let other = citizen.stranger()
                try await other.visit("/as/" + who)
                #expect(try await other.visit("/work/cases").has(reference) == sees, "\(who)")
                #expect(try await other.visit("/work/cases/" + reference).status == (sees ? 200 : 404), "\(who)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func notOursIsATransferAndOutOfScopeNamesTheLaw(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { citizen, _ in
            try await citizen.visit("/complain/complaints-india")
            let receipt = try await citizen.submit(
                [
                    "What is it about?": "Something else", "What happened?": "A court case.",
                    "Who may know your name?": "The office may know it", "Your name": "Asha",
                ], button: "Send the complaint")
            let reference = receipt.markup.all("strong").map { $0.text() }[0]
            let officer = citizen.stranger()
            try await officer.visit("/as/officer-in")
            try await officer.visit("/work/cases/" + reference)
            try await officer.submit(button: "Take it over")
            let entries: [String: Entry] = [
                "Decision and reason": "out-of-scope/by-law", "What the citizen reads, in their language": "A court decides this.",
            ]
            let refused = try await officer.submit(entries, button: "Decide")
            #expect(refused.status == 422 && refused.has("Name the law with its section."))
            let law: [String: Entry] = ["The law with its section (needed for “not covered by law”)": "Courts Act, section 9"]
            #expect(try await officer.submit(entries.merging(law) { $1 }, button: "Decide").has("The decision was noted."))
            #expect(try await citizen.visit("/track/" + reference).has("By this law: Courts Act, section 9"))
        }
    }

    @Test(arguments: Engine.allCases)
    func programsFileAndAppeal(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            try await browser.visit("/as/operator")
            let own = ["sec-fetch-site": "same-origin"]
            let body = """
                {"service": "complaints-india", "category": "delay", "privacy": "open", "name": "Asha", "answers": {"story": "Months."},
                 "about": {"office": "in-ministry-south"}}
                """
            let made = try await browser.json(.post, "/api/v1/grievances", headers: own, body)
            #expect(made.status == 201, "\(made.body)")
            let answer = try JSONValue(parsing: made.body)
            #expect(answer["deadline"]?["due"]?.text == "2026-12-11")
            let (reference, code) = (answer["reference"]?.text ?? "", answer["accessCode"]?.text ?? "")
            let early = try await browser.json(
                .post, "/api/v1/cases/\(reference)/appeals", headers: own.merging(["case-access-code": code]) { $1 }, #"{"text": "No."}"#)
            #expect(early.status == 403)
            let wrong = try await browser.json(
                .post, "/api/v1/cases/\(reference)/appeals", headers: own.merging(["case-access-code": "AAAABBBBCCCC"]) { $1 }, #"{"text": "No."}"#)
            #expect(wrong.status == 404)
            let faulty = try await browser.json(
                .post, "/api/v1/grievances", headers: own, body.replacing("\"delay\"", with: "\"nonsense\"").replacing("open", with: "hidden"))
            #expect(faulty.status == 422 && faulty.body.contains("confidential") && faulty.body.contains("corruption"))
            // What nobody asks is not passed over in silence.
            for answers in [#"{"story": "Months.", "stroy": "x"}"#, #"{"story": ["Months.", "Years."]}"#] {
                let wrong = try await browser.json(.post, "/api/v1/grievances", headers: own, body.replacing(#"{"story": "Months."}"#, with: answers))
                #expect(wrong.status == 422 && wrong.body.contains(answers.contains("stroy") ? "stroy" : "story"), "\(wrong.body)")
            }
            let notACase = try await browser.json(.post, "/api/v1/cases", headers: own, #"{"service": "complaints-india", "answers": {}}"#)
            #expect(notACase.status == 422 && notACase.body.contains("own form"))
        }
    }

    /// The page's own part: what other rooms put around it is not compared here.
    @Test(arguments: ["en", "bn", "ar"])
    func theFormIsAsItWas(language: String) async throws {
        try await DeliveryHouse.open(on: .sqlite) { citizen, _ in
            let page = try await citizen.visit("\(Self.address)?lang=\(language)")
            let start = try #require(page.body.range(of: "<main")), end = try #require(page.body.range(of: "</main>"))
            try assertGolden("\(page.status)\n\(page.body[start.lowerBound..<end.upperBound])", "complain-\(language)")
        }
    }
}
