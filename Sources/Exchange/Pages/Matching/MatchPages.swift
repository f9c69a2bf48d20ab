import HTML
import Platform
import SQL
import Web

/// The addresses of a need's matches: the page, and what people say of them.
struct MatchPages: Sendable {
    let service: MatchService

    /// Everything about matching that is shown.
    static func all(_ service: MatchService) -> [Route] {
        MatchPages(service: service).routes + WeightsPage.routes + WeightsWork(service: service).routes + FeedbackPages.routes
            + ConceptWork.routes
    }

    /// Matches on a page; more are at `sangam match` and the API.
    static let shown = 10

    var routes: [Route] {
        [
            .get("/needs/{slug}/matches", .everyone, handler: page),
            .post("/needs/{slug}/matches", .signedIn, body: .form(), handler: say),
        ]
    }

    /// Who may read a need may read what fits it: the catalogue and the weights are public, so nothing else is told.
    static func readable(_ connection: any Connection, _ slug: String, by call: Call) throws -> Need {
        guard let need = try NeedStore.find(connection, slug: slug) else { throw Problem.notFound }
        let decision = NeedRules.mayRead(call.principal, need)
        if !decision.allowed, need.state == .draft || need.content.visibility != .members { throw Problem.notFound }
        try call.require(decision)
        return need
    }

    @Sendable private func page(_ call: Call) async throws -> Reply { try await show(call) }

    private func show(
        _ call: Call, typed: MatchPage.Typed? = nil, errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let need = try await call.services.database.read { try Self.readable($0, slug, by: call) }
        let vector = await service.vector(for: need.content, call.services)
        let mayAct = call.principal.isSignedIn && GiveMatchFeedback.may(call.principal, need).allowed
        let (results, said, introductions) = try await call.services.database.read { connection in
            let weights = try WeightsStore.current(connection).weights
            let results = try service.run(
                connection, MatchNeed(need), vector: vector, weights: weights, limit: Self.shown, year: call.now.year)
            let said = mayAct
                ? try call.principal.personID.map { try FeedbackStore.of(connection, need: need.id, person: $0) } : nil
            let introductions = call.principal.isSignedIn
                ? try MatchIntroduction.of(connection, need: need.id, for: call.principal) : [:]
            return (results, said ?? [:], introductions)
        }
        let page = MatchPage(
            need: need, results: results, words: call.words, mayAct: mayAct, said: said, introductions: introductions,
            controls: { call.controls(values: $0, errors: $1, prefix: $2) }, typed: typed, errors: errors)
        return call.page(
            title: page.title, status: status, area: .exchange, canonical: page.path, isWide: true,
            isPrivate: need.content.visibility != .public || need.state == .draft || page.mayAct || !introductions.isEmpty, body: page.html)
    }

    @Sendable private func say(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let form = try await call.form()
        let act = Act(call.principal, at: call.now)
        let input = GiveMatchFeedback.Input(
            solution: form["solution"] ?? "", isUseful: form["useful"].flatMap { ["yes": true, "no": false][$0] },
            reason: form["reason"] ?? "", position: form["position"].flatMap { Int($0) } ?? 0)
        let need = try await call.services.database.read { try Self.readable($0, slug, by: call) }
        let vector = await service.vector(for: need.content, call.services)
        do {
            _ = try await call.services.database.write { connection in
                try GiveMatchFeedback.run(connection, act, service, need: need, input, vector: vector)
            }
        } catch Refusal.invalid(let issues) {
            return try await show(
                call, typed: .init(solution: input.solution, values: form.values),
                errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }), status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
        return .redirect(to: "/needs/\(slug)/matches", flash: Flash("matching.flash.feedback"))
    }
}
