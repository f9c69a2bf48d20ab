import Foundation
import HTML
import Platform
import SQL
import Web

/// Applying for a service: by the citizen without an account, or by an operator or officer for somebody.
enum ApplyPages {
    static let fileLimit = 5 * 1024 * 1024
    static let mostFiles = 10
    static let body = BodyRule.multipart(limit: 24 * 1024 * 1024, fileLimit: fileLimit)
    static let rate = RateLimit(bucket: "apply", limit: 60, per: .minutes(10))

    static let routes: [Route] = [
        .get("/apply/{service}", .everyone, handler: show),
        .post("/apply/{service}", .everyone, body: body, rate: rate, handler: send),
        .post("/apply/{service}/resume", .everyone, body: .form(), rate: CaseKey.rate, handler: resume),
    ]

    private static func service(_ connection: any Connection, _ slug: String) throws -> (Service, [Office]) {
        guard let service = try ServiceStore.find(connection, slug: slug), service.state == .open else { throw Problem.notFound }
        return (service, try OfficeStore.list(connection, keys: service.definition.offices))
    }

    @Sendable private static func show(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["service"]
        let (service, offices) = try await call.services.database.read { try Self.service($0, slug) }
        // What takes complaints has a form of its own.
        if service.definition.grievance != nil { return .redirect(to: "/complain/\(service.slug)") }
        return reply(call, ApplyPage(service: service, offices: offices, isForOthers: isForOthers(call)))
    }

    private static func isForOthers(_ call: Call) -> Bool { CaseRules.registersForOthers(call.principal) != nil }

    private static func reply(_ call: Call, _ page: ApplyPage, status: Status = .ok, errors: FieldErrors? = nil) -> Reply {
        let words = call.words
        return call.page(
            title: words("apply.title", ["service": page.service.definition.name[words.language]]), status: status, area: .delivery,
            isPrivate: true, body: page.html(call, errors: errors)
        ).cached(.never)
    }

    @Sendable private static func resume(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["service"]
        let code = try await call.form()["code"] ?? ""
        let now = call.now
        let (service, offices, draft) = try await call.services.database.read { connection in
            let (service, offices) = try Self.service(connection, slug)
            return (service, offices, try DraftStore.find(connection, code: code, service: service.id, at: now))
        }
        var page = ApplyPage(service: service, offices: offices, isForOthers: isForOthers(call))
        guard let draft else {
            page.resumeCode = code
            return reply(call, page, status: .unprocessable, errors: FieldErrors([FieldError("code", "apply.code-unknown")]))
        }
        page.values = draft.answers.values
        page.files = draft.files
        page.draft = code
        return reply(call, page)
    }

    @Sendable private static func send(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["service"]
        let (service, offices) = try await call.services.database.read { try Self.service($0, slug) }
        var errors = FieldErrors()
        let (form, received) = try await receive(call, service, &errors)
        var page = ApplyPage(service: service, offices: offices, isForOthers: isForOthers(call))
        page.values = own(form.values, of: service)
        page.draft = form["draft"]
        let isSaving = form["do"] == "save"
        if !received.isEmpty || isSaving { try await keep(call, &page, received) }
        if let code = page.draft {
            let now = call.now
            let draft = try await call.services.database.read {
                try DraftStore.find($0, code: code, service: service.id, at: now)
            }
            page.files = draft?.files ?? received
        }
        if isSaving {
            page.isSaved = true
            return reply(call, page)
        }
        if let group = form["do"].flatMap({ $0.hasPrefix("add:") ? String($0.dropFirst(4)) : nil }) {
            page.extraRow = group
            return reply(call, page)
        }
        guard errors.isEmpty else { return reply(call, page, status: .unprocessable, errors: errors) }
        return try await register(call, page, form)
    }

    /// Only what the form asks, whatever else was sent.
    static func own(_ values: [String: [String]], of service: Service) -> [String: [String]] {
        let form = service.definition.form
        let keys = Set((form + CaseContact.extra(form)).map(\.key) + ["office", CaptureDate.key])
        return values.filter { key, _ in
            keys.contains(key) || keys.contains(String(key.prefix { $0 != "." }))
                || keys.contains(where: { key.hasPrefix($0 + "-") })
        }
    }

    /// The fields, and the files, which are taken in one after the other as they come.
    static func receive(
        _ call: Call, _ service: Service, removingTraces: Bool = false, _ errors: inout FieldErrors
    ) async throws -> (Form, [CaseFile]) {
        guard call.header("Content-Type")?.lowercased().hasPrefix("multipart/form-data") == true else { return (try await call.form(), []) }
        let multipart = try call.multipart()
        let wanted = Set(service.definition.form.filter { $0.kind == .file }.map(\.key) + service.definition.evidence.map(\.key))
        var files: [CaseFile] = []
        while let part = try await multipart.next() {
            guard case .file(let file) = part, wanted.contains(file.name), files.count < mostFiles else { continue }
            do {
                let stored = removingTraces
                    ? try await store(call, UploadWithoutTraces(bytes: file.bytes, limit: fileLimit), file.fileName)
                    : try await store(call, file.bytes, file.fileName)
                files.append(CaseFile(file: stored.id, field: file.name, name: String(file.fileName.prefix(200))))
            } catch let refused as FileRefused {
                errors.add(file.name, refused.key, refused.facts(call.words))
            }
        }
        return (multipart.form, files)
    }

    private static func store<Pieces: AsyncSequence>(
        _ call: Call, _ bytes: Pieces, _ name: String
    ) async throws -> StoredFile where Pieces.Element: Collection<UInt8> {
        try await Files.store(
            bytes, name: name, in: call.services.database, allowed: [.pdf, .jpeg, .png, .webp], limit: fileLimit,
            temporaryFolder: call.services.dataFolder.appending(path: "uploads"), at: call.now)
    }

    private static func keep(_ call: Call, _ page: inout ApplyPage, _ files: [CaseFile]) async throws {
        var random = SystemRandomNumberGenerator()
        let code = page.draft ?? CaseCode.make(using: &random)
        let (service, answers, now, language) = (page.service, FormAnswers(page.values), call.now, call.words.language)
        try await answering {
            try await call.services.database.write {
                try DraftStore.save($0, code: code, service, answers, files: files, language: language, at: now)
            }
        }
        page.draft = code
    }

    private static func register(_ call: Call, _ page: ApplyPage, _ form: Form) async throws -> Reply {
        let channel = CaseRules.registersForOthers(call.principal) ?? .web
        var application = CaseApplication(
            service: page.service, office: form["office"], answers: page.values, language: call.words.language, channel: channel)
        application.files = page.files
        application.hasConsent = channel == .web || form["consent"] == "yes"
        do {
            if channel != .web { application.capturedAt = try CaptureDate.read(form, now: call.now) }
            let (wanted, draft, act) = (application, page.draft, Act(call.principal, at: call.now))
            let made = try await call.services.database.write { connection in
                let made = try RegisterCase.run(connection, act, wanted)
                if let draft { try DraftStore.remove(connection, code: draft) }
                return made
            }
            // Others' cases are no business of a citizen's.
            let flash = channel == .web || made.similar.isEmpty
                ? nil : Flash("apply.flash.similar", ["references": made.similar.joined(separator: ", ")], tone: .caution)
            return CaseKey.give(
                .redirect(to: "/track/\(made.record.reference)/receipt", flash: flash), call, reference: made.record.reference,
                code: made.code)
        } catch Refusal.invalid(let issues) {
            return reply(
                call, page, status: .unprocessable, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }))
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
