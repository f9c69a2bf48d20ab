import HTML
import Platform
import SQL
import Web

/// Complaining: by anybody without an account, or by an operator or officer for somebody.
enum ComplainPages {
    static let routes: [Route] = [
        .get("/complain/{service}", .everyone, handler: show),
        .post("/complain/{service}", .everyone, body: ApplyPages.body, rate: ApplyPages.rate, handler: send),
    ]

    private static func page(_ call: Call) async throws -> ComplainPage {
        let slug = try call.parameters["service"]
        let isForOthers = CaseRules.registersForOthers(call.principal) != nil
        return try await call.services.database.read { connection in
            guard let service = try ServiceStore.find(connection, slug: slug), service.state == .open,
                let routing = GrievanceRouting(
                    service.definition, offices: try OfficeStore.list(connection, keys: GrievanceRouting.keys(service.definition)))
            else { throw Problem.notFound }
            return ComplainPage(service: service, scheme: routing.scheme, about: routing.about, isForOthers: isForOthers)
        }
    }

    private static func reply(_ call: Call, _ page: ComplainPage, status: Status = .ok, errors: FieldErrors? = nil) -> Reply {
        call.page(
            title: call.words("complain.title", ["service": page.service.definition.name[call.words.language]]), status: status,
            area: .delivery, isPrivate: true, body: page.html(call, errors: errors)
        ).cached(.never)
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply { reply(call, try await page(call)) }

    @Sendable private static func send(_ call: Call) async throws -> Reply {
        var page = try await page(call)
        var errors = FieldErrors()
        let (form, received) = try await ApplyPages.receive(call, page.service, removingTraces: true, &errors)
        page.draft = form["draft"]
        page.values = ApplyPages.own(form.values, of: page.service)
        page.files = try await kept(call, &page, received)
        for key in ["category", "about", "person", "privacy", "name", "contact", "consent"] { page.values[key] = form.values[key] }
        guard errors.isEmpty else { return reply(call, page, status: .unprocessable, errors: errors) }
        var input = GrievanceInput(service: page.service)
        (input.category, input.privacy) = (form["category"] ?? "", form["privacy"] ?? "")
        (input.aboutOffice, input.aboutPerson) = (form["about"] ?? "", form["person"] ?? "")
        (input.name, input.contact) = (form["name"] ?? "", form["contact"] ?? "")
        (input.answers, input.language, input.files) = (page.values, call.words.language, page.files)
        let others = CaseRules.registersForOthers(call.principal)
        (input.channel, input.hasConsent) = (others ?? .web, others == nil || form["consent"] == "yes")
        do {
            if others != nil { input.capturedAt = try CaptureDate.read(form, now: call.now) }
            let (wanted, draft, act) = (input, page.draft, Act(call.principal, at: call.now))
            let made = try await call.services.database.write { connection in
                let made = try FileGrievance.run(connection, act, wanted)
                if let draft { try DraftStore.remove(connection, code: draft) }
                return made
            }
            return CaseKey.give(
                .redirect(to: "/track/\(made.record.reference)/receipt"), call, reference: made.record.reference, code: made.code)
        } catch Refusal.invalid(let issues) {
            return reply(
                call, page, status: .unprocessable, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    /// Files wait in a draft while something else is mended. The draft holds nothing but them: no name lies about in it.
    private static func kept(_ call: Call, _ page: inout ComplainPage, _ files: [CaseFile]) async throws -> [CaseFile] {
        let now = call.now
        let (service, language) = (page.service, call.words.language)
        if !files.isEmpty {
            var random = SystemRandomNumberGenerator()
            let code = page.draft ?? CaseCode.make(using: &random)
            page.draft = code
            try await answering {
                try await call.services.database.write {
                    try DraftStore.save($0, code: code, service, FormAnswers(), files: files, language: language, at: now)
                }
            }
        }
        guard let code = page.draft else { return [] }
        return try await call.services.database.read {
            try DraftStore.find($0, code: code, service: service.id, at: now)?.files ?? files
        }
    }
}
