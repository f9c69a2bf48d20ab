import HTML
import Platform
import SQL
import Web

/// Taking a CSV file of one kind of record over: all rows, or none with each fault told by row and column.
struct RecordImport: Sendable {
    let path: String
    let title: String
    var lead = "agreements.import.lead"
    let required: [String]
    let optional: [String]
    let back: HTML.TextLink
    /// Gives what is written in one transaction; what needs no database is done before, for all other writes wait for it.
    let prepare: @Sendable ([UInt8]) throws -> Write

    typealias Write = @Sendable (any Connection, Act) throws -> ImportOutcome

    static let all: [RecordImport] = [
        RecordImport(
            path: "/work/import/agreements", title: "agreements.import", required: AgreementCSV.required,
            optional: AgreementCSV.optional, back: .init("agreements.title", url: "/agreements")
        ) { bytes in { try ImportAgreements.run($0, $1, csv: bytes) } },
        RecordImport(
            path: "/work/import/contributions", title: "contributions.import", required: ContributionCSV.required,
            optional: ContributionCSV.optional, back: .init("contributions.title", url: "/contributions")
        ) { bytes in { try ImportContributions.run($0, $1, csv: bytes) } },
        RecordImport(
            path: "/work/import/activities", title: "activities.import", required: ActivityCSV.required,
            optional: ActivityCSV.optional, back: .init("activities.title", url: "/activities")
        ) { bytes in { try ImportActivities.run($0, $1, csv: bytes) } },
        RecordImport(
            path: "/work/import/opportunities", title: "import.opportunities.title", lead: "import.opportunities.lead",
            required: ImportOpportunities.columns.required, optional: ImportOpportunities.columns.optional,
            back: .init("nav.opportunities", url: "/opportunities")
        ) { bytes in
            let entries = try ImportOpportunities.read(bytes)
            return { try ImportOpportunities.write($0, $1, entries) }
        },
    ]

    static var routes: [Route] {
        all.flatMap { kind -> [Route] in
            [
                .get(kind.path, .roles(.secretariat)) { kind.page($0) },
                .post(
                    kind.path, .roles(.secretariat),
                    body: .multipart(limit: SolutionAPI.fileLimit + 64 * 1024, fileLimit: SolutionAPI.fileLimit)
                ) { try await kind.take($0) },
            ]
        }
    }

    /// The links under a list: the file out, and for the secretariat the way in.
    static func links(_ records: String, _ words: Words, for principal: Principal) -> HTML {
        let path = "/work/import/\(records)"
        let kind = all.first { $0.path == path }
        return """
            <p class="no-print"><a href="\(url: "/api/v1/\(records).csv")">\(words("agreements.csv"))</a>\
            \(if: principal.has(.secretariat), """
                \(with: kind, { " · <a href=\"\(url: $0.path)\">\(words($0.title))</a>" })
                """)</p>
            """
    }

    private func page(
        _ call: Call, errors: FieldErrors? = nil, refused: ImportRefused? = nil, status: Status = .ok
    ) -> Reply {
        let words = call.words
        let controls = call.controls(errors: errors)
        let body: HTML = """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words(back.text), url: back.url)]))\
            \(HTML.pageHeading(words(title), lead: "\(words(lead))"))\
            \(controls.errorSummary(words("edit.errors")))\
            \(with: refused, { problems($0, words) })\
            \(HTML.form(action: path, upload: true, """
                \(controls.file(
                    "file", label: words("import.file"), hint: words("import.opportunities.columns", [
                        "required": required.joined(separator: ", "), "optional": optional.joined(separator: ", "),
                    ]), accept: [".csv", "text/csv"]))\
                \(HTML.button(words("import.button")))
                """))
            """
        return call.page(title: words(title), status: status, area: .exchange, isPrivate: true, body: body)
    }

    private func problems(_ refused: ImportRefused, _ words: Words) -> HTML {
        """
        <div role="alert" tabindex="-1" data-focus>\(HTML.notice(
            "<p>\(words("import.refused", count: refused.count))</p>", title: words("import.nothing-written"), tone: .bad))</div>\
        \(HTML.table(
            caption: words("import.problems"), rows: refused.problems,
            columns: [
                .heading(words("import.record")) { "\($0.record)" }, .text(words("import.column")) { "\($0.field)" },
                .text(words("import.problem")) { "\(words($0.key, $0.facts))" },
            ], isDense: true))
        """
    }

    private func take(_ call: Call) async throws -> Reply {
        let multipart = try call.multipart()
        var bytes: [UInt8] = []
        while let part = try await multipart.next() {
            guard case .file(let file) = part, file.name == "file" else { continue }
            for try await piece in file.bytes { bytes += piece }
        }
        guard !bytes.isEmpty else {
            return page(call, errors: FieldErrors([FieldError("file", "error.file-wanted")]), status: .unprocessable)
        }
        let act = Act(call.principal, at: call.now)
        do {
            let write = try prepare(bytes)
            let outcome = try await call.services.database.write { try write($0, act) }
            return .redirect(
                to: path,
                flash: Flash(
                    "import.flash",
                    [
                        "added": call.words.number(outcome.added), "changed": call.words.number(outcome.changed),
                        "unchanged": call.words.number(outcome.unchanged),
                    ]))
        } catch let refused as ImportRefused {
            return page(call, refused: refused, status: .unprocessable)
        } catch let error as CSVError {
            return page(call, errors: FieldErrors([FieldError("file", error.key, error.facts)]), status: .unprocessable)
        }
    }
}
