import HTML
import Platform
import SQL
import Web

/// The pages of partnerships: list, board, timeline, one with all that belongs to it, and its changes.
enum PartnershipPages {
    static let routes: [Route] = [
        .get("/partnerships", .everyone, handler: list),
        .get("/partnerships/board", .signedIn, handler: board),
        .get(PartnershipTimeline.path, .signedIn, handler: timeline),
        .get("/partnerships/actions", .signedIn, handler: actions),
        .get("/partnerships/{slug}", .everyone) { try await show($0) },
        .get("/partnerships/{slug}/edit", .roles(.focalPoint, .secretariat)) { try await PartnershipEditing.form($0) },
        .post(
            "/partnerships/{slug}/edit", .roles(.focalPoint, .secretariat), body: .form(), handler: PartnershipEditing.save),
        .get("/partnerships/{slug}/move", .roles(.focalPoint, .secretariat)) { try await PartnershipMoving.form($0) },
        .post(
            "/partnerships/{slug}/move", .roles(.focalPoint, .secretariat), body: .form(), handler: PartnershipMoving.move),
        .post("/partnerships/{slug}/notes", .roles(.focalPoint, .secretariat), body: .form(), handler: addNote),
        .post("/partnerships/{slug}/actions", .roles(.focalPoint, .secretariat), body: .form(), handler: addAction),
        .post(
            "/partnerships/{slug}/documents", .roles(.focalPoint, .secretariat),
            body: .multipart(
                limit: AddAttachment.sizeLimit + 2 * 1024 * 1024, fileLimit: AddAttachment.sizeLimit + 1024 * 1024),
            handler: PartnershipFilePages.add),
        .get("/partnerships/{slug}/documents/{id}", .signedIn, handler: PartnershipFilePages.download),
        .post("/partnerships/actions/{id}/carry-forward", .roles(.focalPoint, .secretariat), body: .form(), handler: carryAction),
        .post(
            "/work/opportunities/{reference}/carry-forward", .roles(.focalPoint, .secretariat), body: .form(),
            handler: carryOpportunity),
        .get("/reports/partnerships", .everyone, handler: report),
    ] + ActionClosing.routes

    static let navigation = NavigationItem(
        key: "nav.partnerships", path: "/partnerships", access: .roles(.focalPoint, .secretariat, .reviewer), area: .workArea)

    // MARK: Lists

    @Sendable private static func list(_ call: Call) async throws -> Reply {
        let address = PartnershipListPage.address(call.query.values)
        let today = Day.text(call.now)
        let page = try await call.services.database.read {
            try PartnershipListPage.read($0, address, for: call.principal, today: today, now: call.now)
        }
        return call.page(
            title: call.words("partnerships.title"), area: .exchange, description: call.words("partnerships.lead"),
            canonical: address.url, isWide: true, body: page.html(call))
    }

    @Sendable private static func board(_ call: Call) async throws -> Reply {
        let page = try await call.services.database.read {
            try PartnershipBoard.read($0, for: call.principal, now: call.now)
        }
        return call.page(
            title: call.words("partnerships.board"), area: .exchange, isWide: true, isPrivate: true, body: page.html(call.words))
    }

    @Sendable private static func timeline(_ call: Call) async throws -> Reply {
        let address = PartnershipListPage.address(call.query.values, path: PartnershipTimeline.path)
        let page = try await call.services.database.read {
            try PartnershipTimeline.read($0, address, for: call.principal, now: call.now)
        }
        return call.page(
            title: call.words("partnerships.timeline"), area: .exchange, isWide: true, isPrivate: true, body: page.html(call))
    }

    @Sendable private static func actions(_ call: Call) async throws -> Reply {
        let page = try await call.services.database.read {
            try ActionListPage.read($0, for: call.principal, today: Day.text(call.now))
        }
        return call.page(
            title: call.words("actions.title"), area: .exchange, isWide: true, isPrivate: true, body: page.html(call.words))
    }

    @Sendable private static func report(_ call: Call) async throws -> Reply {
        let report = try await call.services.database.read {
            try ReadPartnershipReport.run($0, for: call.principal, now: call.now)
        }
        return call.page(
            title: call.words("partnership-report.title"), area: .exchange, canonical: "/reports/partnerships", isWide: true,
            body: PartnershipReportPage(report: report, words: call.words).html)
    }

    // MARK: One

    static func show(
        _ call: Call, values: [String: [String]] = [:], errors: FieldErrors? = nil, status: Status = .ok
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let page = try await answering {
            try await call.services.database.read {
                try PartnershipPage.read($0, slug, for: call.principal, now: call.now)
            }
        }
        return call.page(
            title: page.one.content.title, status: status, area: .exchange, canonical: "/partnerships/\(slug)", isWide: true,
            body: page.html(call, values: values, errors: errors))
    }

    /// Runs a small change and shows the page again, with what was typed if it was refused.
    static func change(
        _ call: Call, _ form: Form, flash: Flash,
        _ body: @Sendable @escaping (any Connection, Act, Partnership) throws -> Void
    ) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let act = Act(call.principal, at: call.now)
        do {
            try await call.services.database.write { connection in
                try body(connection, act, try PartnershipAccess.toRead(connection, act.principal, slug: slug))
            }
        } catch Refusal.invalid(let issues) {
            return try await show(
                call, values: form.values, errors: FieldErrors(issues.map { FieldError($0.field, $0.key, $0.facts) }),
                status: .unprocessable)
        } catch let refusal as Refusal {
            throw refusal.thrown()
        }
        return .redirect(to: "/partnerships/\(slug)", flash: flash)
    }

    @Sendable private static func addNote(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        return try await change(call, form, flash: Flash("partnership.flash.note")) { connection, act, one in
            guard let audience = form["audience"].flatMap({ Audience($0) }) else {
                throw Refusal.invalid([ContentIssue("audience", "error.partnership.audience")])
            }
            try AddPartnershipNote.run(
                connection, act, partnership: one.id, audience: audience, text: form["noteText"] ?? "")
        }
    }

    @Sendable private static func addAction(_ call: Call) async throws -> Reply {
        let form = try await call.form()
        return try await change(call, form, flash: Flash("partnership.flash.action")) { connection, act, one in
            try PlanAction.add(
                connection, act, partnership: one.id, what: form["what"] ?? "", who: form["who"] ?? "",
                due: TypedNumber.asciiDigits(form["due"] ?? ""))
        }
    }

    @Sendable private static func carryAction(_ call: Call) async throws -> Reply {
        let id = try call.parameters.id("id", of: PartnershipAction.self)
        let act = Act(call.principal, at: call.now)
        let one = try await answering {
            try await call.services.database.write { try CarryForward.action($0, act, id) }
        }
        return .redirect(to: "/partnerships/\(one.slug)", flash: Flash("partnership.flash.carried"))
    }

    @Sendable private static func carryOpportunity(_ call: Call) async throws -> Reply {
        let reference = try call.parameters["reference"]
        let act = Act(call.principal, at: call.now)
        // Records are in English where nobody chose a language.
        let words = call.services.catalogue.words("en")
        let one = try await answering {
            try await call.services.database.write { connection in
                guard let opportunity = try OpportunityStore.find(connection, reference: reference) else { throw Refusal.notFound }
                return try CarryForward.opportunity(
                    connection, act, reference: reference,
                    title: words(
                        "partnership.from-opportunity",
                        ["theme": words.label(opportunity.theme), "country": words.country(opportunity.country)]))
            }
        }
        return .redirect(to: "/partnerships/\(one.slug)", flash: Flash("partnership.flash.carried"))
    }
}
