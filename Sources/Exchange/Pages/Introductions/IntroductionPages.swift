import HTML
import Platform
import SQL
import Web

/// Proposing introductions, reading one's own, and answering.
enum IntroductionPages {
    static let routes: [Route] = [
        .get("/introductions", .signedIn, handler: list),
        .get("/introductions/new", .roles(.focalPoint, .secretariat)) { try await begin($0) },
        .post("/introductions/new", .roles(.focalPoint, .secretariat), body: .form(), handler: propose),
        .get("/introductions/{id}", .signedIn) { try await show($0) },
        .post("/introductions/{id}/steps/{step}", .roles(.focalPoint, .secretariat), body: .form(), handler: answer),
    ]

    static let navigation = NavigationItem(
        key: "nav.introductions", path: "/introductions", access: .roles(.focalPoint, .secretariat), area: .workArea)

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let cursor = try call.query["cursor"].map { text -> ID<Introduction> in
            guard let id = ID<Introduction>(try Cursor.decode(text, count: 1)[0]) else {
                throw Problem.badRequest("problem.bad-cursor")
            }
            return id
        }
        let page = try await call.services.database.read {
            try IntroductionListPage.read($0, for: call.principal, after: cursor)
        }
        return call.page(
            title: call.words("introductions.title"), area: .exchange, isWide: true, isPrivate: true,
            body: page.html(call.words))
    }

    // MARK: Proposing

    private static func begin(
        _ call: Call, values: [String: [String]]? = nil, errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let values = values ?? call.query.values
        let page = try await answering {
            try await call.services.database.read {
                try IntroductionNewPage.read(
                    $0, need: values["need"]?.first, solution: values["solution"]?.first,
                    partnership: values["partnership"]?.first, for: call.principal, showing: call.words)
            }
        }
        // What is not known yet is asked for, each fault at its field; whoever has only opened the form is not told that it is empty.
        let isFresh = values["solution"] == nil && errors == nil
        let issues = page.issues.filter { !(isFresh && $0.field == "solution") }
        let missing = issues.isEmpty ? nil : FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) })
        return call.page(
            title: call.words("introduction.new"), status: missing == nil ? status : .unprocessable, area: .exchange,
            isPrivate: true, body: page.html(call, values: values, errors: missing ?? errors))
    }

    @Sendable private static func propose(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        do {
            let made = try await call.services.database.write { connection in
                let page = try IntroductionNewPage.read(
                    connection, need: form["need"], solution: form["solution"], partnership: form["partnership"],
                    for: act.principal)
                return try ProposeIntroduction.run(connection, act, try page.proposal(connection, form))
            }
            return .redirect(to: "/introductions/\(made.id)", flash: Flash("introduction.flash.proposed"))
        } catch Refusal.invalid(let issues) {
            return try await begin(
                call, values: form.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }

    // MARK: One

    private static func show(
        _ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let id = try call.parameters.id("id", of: Introduction.self)
        let page = try await answering {
            try await call.services.database.read { try IntroductionPage.read($0, id, for: call.principal) }
        }
        return call.page(
            title: page.title(call.words), status: status, area: .exchange, isPrivate: true,
            body: page.html(call, values: values, errors: errors))
    }

    @Sendable private static func answer(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: Introduction.self)
        guard let step = IntroductionStep(rawValue: try call.parameters["step"]), step != .expire else {
            throw Problem.notFound
        }
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        do {
            let one = try await call.services.database.write {
                try AnswerIntroduction.run(
                    $0, act, introduction: id, step, side: form["side"].flatMap(Introduction.Side.init(rawValue:)),
                    reason: form["\(step.rawValue)-reason"] ?? "")
            }
            return .redirect(to: "/introductions/\(id)", flash: Flash("introduction.flash.\(one.state.rawValue)"))
        } catch Refusal.invalid(let issues) {
            return try await show(
                call, values: form.values,
                errors: FieldErrors(issues.map { FieldError("\(step.rawValue)-\($0.field)", $0.key, $0.facts) }),
                status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
    }
}
