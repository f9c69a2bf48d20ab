import Language
import Platform
import SQL
import Web

/// Solutions for programs.
struct SolutionAPI {
    let search: SolutionSearch

    static let writers = AccessRule.roles(.focalPoint, .secretariat)
    static let fileLimit = 16 * 1024 * 1024

    var routes: [Route] {
        [
            .get("/api/v1/solutions", .everyone, operation: Operations.list, handler: list),
            .post("/api/v1/solutions", Self.writers, body: .json(), operation: Operations.create, handler: create),
            .get("/api/v1/solutions.csv", .everyone, operation: Operations.export, handler: export),
            .post(
                "/api/v1/solutions.csv", .roles(.secretariat), body: .csv(limit: Self.fileLimit),
                operation: Operations.importFile, handler: importFile),
            .get("/api/v1/solutions/{slug}", .everyone, operation: Operations.get, handler: get),
            .get("/api/v1/solutions/{slug}/draft", .signedIn, operation: Operations.draft, handler: draft),
            .put(
                "/api/v1/solutions/{slug}/draft", Self.writers, body: .json(), operation: Operations.save,
                handler: save),
            .post(
                "/api/v1/solutions/{slug}/steps", .signedIn, body: .json(), operation: Operations.step,
                handler: step),
        ]
    }

    // MARK: Reading

    /// A page of the catalogue with how many match and the counts of each facet.
    struct Page: Encodable {
        let items: [SolutionSummaryDocument]
        let next: String?
        let count: Int
        let facets: [String: [String: Int]]

        private enum CodingKeys: CodingKey { case items, next, count, facets }

        /// Written by hand, so that the last page says `"next": null` as every list does.
        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(items, forKey: .items)
            try fields.encode(next, forKey: .next)
            try fields.encode(count, forKey: .count)
            try fields.encode(facets, forKey: .facets)
        }
    }

    @Sendable private func list(_ call: Call) async throws -> Reply {
        let page = try call.pageRequest()
        if let cursor = page.cursor, PageCursor(cursor) == nil { throw Problem.badRequest("problem.bad-cursor") }
        let query = CatalogueAddress(call.query.values).query(language: call.words.language, limit: page.limit)
        let results = try await call.services.database.read { try search.run($0, query) }
        var facets: [String: [String: Int]] = [:]
        for (facet, counts) in results.facets where facet != .state {
            facets[facet.rawValue] = Dictionary(uniqueKeysWithValues: counts.map { ($0.value, $0.count) })
        }
        let next = results.next.map(\.description)
        let items = results.listings.map {
            SolutionSummaryDocument($0, language: call.words.language, call.services)
        }
        return try call.list(
            page: Page(items: items, next: next, count: results.count, facets: facets), next: next)
    }

    @Sendable private func get(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        return try await call.services.database.read { connection in
            guard let solution = try SolutionStore.find(connection, slug: slug), solution.state.isPublic,
                let document = try SolutionDocument.read(connection, solution, call.services)
            else { throw Problem.notFound }
            return try Reply.json(document)
        }
    }

    @Sendable private func export(_ call: Call) async throws -> Reply {
        let chosen = CatalogueAddress(call.query.values).at(nil)
            .query(language: call.words.language, limit: SolutionQuery.limits.upperBound)
        // One page of the catalogue at a time, each its own short read, so that a large export holds nothing up.
        let (pages, writer) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        let database = call.services.database
        let search = search
        let task = Task {
            do {
                var csv = CSVWriter(lineEnding: .crlf)
                csv.row(SolutionCSV.columns)
                var query = chosen
                var more = true
                while more {
                    let asked = query
                    let (rows, next) = try await database.read { connection in
                        let results = try search.run(connection, asked)
                        let ids = results.listings.map(\.id)
                        let found = try ExportFiles.solutionRows(connection, "s.id IN \(in: ids)")
                        let byID = Dictionary(found.map { ($0.id, $0.cells) }, uniquingKeysWith: { first, _ in first })
                        return (ids.compactMap { byID[$0] }, results.next)
                    }
                    for row in rows { csv.row(row) }
                    writer.yield(csv.take())
                    query.after = next
                    more = next != nil && !Task.isCancelled
                }
                writer.finish()
            } catch {
                writer.finish(throwing: error)
            }
        }
        writer.onTermination = { _ in task.cancel() }
        return Reply.stream(type: "text/csv; charset=utf-8", pages).download("solutions.csv")
    }

    // MARK: Writing

    /// What a program sends to begin a solution: the content and whose it is.
    struct Beginning: Decodable {
        /// The key of an organisation.
        let organisation: String
        let derivedFrom: String?
        let content: SolutionContent

        private enum CodingKeys: String, CodingKey { case organisation, derivedFrom }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            organisation = try fields.decode(String.self, forKey: .organisation)
            derivedFrom = try fields.decodeIfPresent(String.self, forKey: .derivedFrom)
            content = try SolutionContent(from: decoder)
        }
    }

    @Sendable private func create(_ call: Call) async throws -> Reply {
        let wanted = try await call.json(Beginning.self)
        let year = call.now.year
        let act = Act(call.principal, at: call.now)
        let services = call.services
        return try await answering {
            // Worded after the commit: what runs inside a write holds up every other write.
            let (document, tag) = try await services.database.write { connection in
                guard let owner = try PeopleStore.organisation(connection, key: wanted.organisation) else {
                    throw Refusal.invalid([
                        ContentIssue("organisation", "import.organisation-unknown", ["value": wanted.organisation])
                    ])
                }
                let origin = try wanted.derivedFrom.flatMap { try SolutionStore.find(connection, slug: $0) }
                let solution = try CreateSolution.run(
                    connection, act, organisation: owner.id, content: wanted.content, derivedFrom: origin?.id,
                    thisYear: year)
                let open = try SolutionStore.openRevision(connection, solution.id)
                return (
                    try SolutionDocument(connection, solution, wanted.content, services),
                    SolutionDocument.etag(solution, open: open)
                )
            }
            return try Reply.json(document, status: .created)
                .with("Location", "/api/v1/solutions/\(document.solution.slug)/draft").etag(tag)
        }
    }

    @Sendable private func draft(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        return try await call.services.database.read { connection in
            guard let solution = try SolutionStore.find(connection, slug: slug) else { throw Problem.notFound }
            try call.require(SolutionRules.mayReadWork(call.principal, solution.ownership))
            let open = try SolutionStore.openRevision(connection, solution.id)
            // Without an open revision the public one is what the next begins from.
            let current = try solution.currentRevision.flatMap {
                try SolutionStore.revision(connection, solution.id, number: $0)
            }
            guard let shown = open ?? current else { throw Problem.notFound }
            return try Reply.json(SolutionDocument(connection, solution, shown.content, call.services))
                .etag(SolutionDocument.etag(solution, open: open))
        }
    }

    @Sendable private func save(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let content = try await call.json(SolutionContent.self)
        let year = call.now.year
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let (document, tag) = try await call.services.database.write { connection in
                guard let solution = try SolutionStore.find(connection, slug: slug) else { throw Refusal.notFound }
                try SolutionRules.mayEdit(act.principal, solution.ownership).orRefuse()
                let open = try SolutionStore.openRevision(connection, solution.id)
                try call.requireMatch(etag: SolutionDocument.etag(solution, open: open))
                let saved = try SaveDraft.run(
                    connection, act, solution: solution.id, content: content, version: open?.version ?? 0,
                    thisYear: year)
                return (
                    try SolutionDocument(connection, solution, saved.content, call.services),
                    SolutionDocument.etag(solution, open: saved)
                )
            }
            return try Reply.json(document).etag(tag)
        }
    }

    /// One step in a solution's life, by its name.
    struct Step: Decodable {
        let step: String
        let note: String?
    }

    @Sendable private func step(_ call: Call) async throws -> Reply {
        let slug = try call.parameters["slug"]
        let wanted = try await call.json(Step.self)
        let note = (wanted.note ?? "").trimmingWhitespace()
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let (document, tag) = try await call.services.database.write { connection in
                guard let solution = try SolutionStore.find(connection, slug: slug) else { throw Refusal.notFound }
                try SolutionRules.mayReadWork(act.principal, solution.ownership).orRefuse()
                if let step = RevisionStep(rawValue: wanted.step) {
                    _ = try MoveRevision.run(connection, act, solution: solution.id, step, note: note)
                } else if let step = SolutionStep(rawValue: wanted.step) {
                    try MoveSolution.run(connection, act, solution: solution.id, step, note: note)
                } else {
                    let choices = RevisionStep.allCases.map(\.rawValue) + SolutionStep.allCases.map(\.rawValue)
                    throw Refusal.invalid([
                        ContentIssue(
                            "step", "error.choice",
                            ["value": wanted.step, "choices": choices.joined(separator: ", ")])
                    ])
                }
                let open = try SolutionStore.openRevision(connection, solution.id)
                guard let moved = try SolutionStore.find(connection, id: solution.id) else { throw Refusal.notFound }
                let number = open?.number ?? moved.currentRevision ?? 0
                guard let revision = try SolutionStore.revision(connection, moved.id, number: number) else {
                    throw Refusal.notFound
                }
                return (
                    try SolutionDocument(connection, moved, revision.content, call.services),
                    SolutionDocument.etag(moved, open: open)
                )
            }
            return try Reply.json(document).etag(tag)
        }
    }

    @Sendable private func importFile(_ call: Call) async throws -> Reply {
        let bytes = try await call.bytes()
        let year = call.now.year
        let act = Act(call.principal, at: call.now)
        return try await answering {
            let outcome = try await call.services.database.write {
                try ImportSolutions.run($0, act, csv: bytes, thisYear: year)
            }
            return try Reply.json(ImportDocument(outcome))
        }
    }
}

/// What an import did, for programs.
struct ImportDocument: Encodable {
    let added: Int
    let changed: Int
    let unchanged: Int

    init(_ outcome: ImportOutcome) {
        added = outcome.added
        changed = outcome.changed
        unchanged = outcome.unchanged
    }
}
