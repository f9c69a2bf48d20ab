import Language
import Platform
import SQL
import Web

/// Grievances and appeals for programs.
enum GrievanceAPI {
    static let routes: [Route] = [
        .post(
            "/api/v1/grievances", .signedIn, body: .json(), rate: RateLimit(bucket: "api-cases", limit: 600, per: .minutes(1)),
            operation: Operations.file, handler: file),
        .post(
            "/api/v1/cases/{reference}/appeals", .everyone, body: .json(), rate: CaseKey.pageRate, operation: Operations.appeal,
            handler: appeal),
    ]

    struct Input: Codable {
        struct About: Codable {
            let office: String?
            let person: String?
        }

        let service: String
        let category: String
        let privacy: String
        let about: About?
        let name: String?
        let contact: String?
        let language: String?
        let capturedAt: String?
        let answers: [String: CaseAPI.Input.Answer]
    }

    @Sendable private static func file(_ call: Call) async throws -> Reply {
        let input = try await call.json(Input.self)
        let sealed = try SealedAnswer.of(call, input)
        let (act, now, words) = (Act(call.principal, at: call.now), call.now, call.words)
        let url = call.services.url("/track")
        let answer: (text: String, isOld: Bool) = try await answering {
            let captured = try CaseAPI.captured(input.capturedAt)
            return try await call.services.database.write { connection in
                if let sealed, let known = try sealed.find(connection) { return (known, true) }
                guard let service = try ServiceStore.find(connection, slug: input.service) else {
                    throw Refusal.invalid([FieldIssue("service", "error.service", ["value": String(input.service.prefix(60))])])
                }
                let form = service.definition.form
                try AnswerShape.check(form + CaseContact.extra(form), input.answers.mapValues(\.values))
                var wanted = GrievanceInput(service: service)
                (wanted.category, wanted.privacy) = (input.category, input.privacy)
                (wanted.aboutOffice, wanted.aboutPerson) = (input.about?.office ?? "", input.about?.person ?? "")
                (wanted.name, wanted.contact) = (input.name ?? "", input.contact ?? "")
                (wanted.answers, wanted.language) = (input.answers.mapValues(\.values), input.language ?? "en")
                (wanted.channel, wanted.capturedAt) = (.api, captured)
                let made = try FileGrievance.run(connection, act, wanted)
                let text = try CaseAPI.RegisteredDocument(made.record, code: made.code, url: url, words, at: now)
                    .text(looksLikeAnother: false)
                try sealed?.save(connection, text, at: now)
                return (text, false)
            }
        }
        return Reply.text(answer.text, type: "application/json", status: .created)
            .with("Idempotent-Replayed", answer.isOld ? "true" : "false").cached(.never)
    }

    // MARK: Appeals

    struct AppealInput: Codable {
        let text: String
        let language: String?
    }

    struct AppealDocument: Encodable {
        let reference: String
        let against: String
        let url: String
        let deadline: DeadlineDocument
    }

    /// Number and secret together; anything else is not found.
    @Sendable private static func appeal(_ call: Call) async throws -> Reply {
        let (reference, code) = (try call.parameters["reference"], call.header("Case-Access-Code") ?? "")
        let input = try await call.json(AppealInput.self)
        let language = input.language ?? call.words.language
        let (act, words, url) = (Act(call.principal, at: call.now), call.words, call.services.url("/track"))
        let document = try await answering {
            try await call.services.database.write { connection in
                guard let first = try CaseKey.open(connection, reference: reference, code: code) else { throw Refusal.notFound }
                if LanguageTag(language)?.description != language {
                    throw Refusal.invalid([FieldIssue("language", "error.language-tag", ["value": String(language.prefix(40))])])
                }
                let filed = try FileAppeal.run(
                    connection, act, against: first, code: code, text: input.text, language: language, channel: .api)
                return AppealDocument(
                    reference: filed.appeal.reference, against: first.reference, url: "\(url)/\(filed.appeal.reference)",
                    deadline: DeadlineDocument(try filed.appeal.deadline(at: act.now), words))
            }
        }
        return try Reply.json(document, status: .created).cached(.never)
    }
}
