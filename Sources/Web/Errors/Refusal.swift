import HTML
import HTTPTypes
import Logging
import Platform
import SQL

/// Words an error for whoever called: a page in their language, or an RFC 9457 document.
struct Refusal {
    let call: Call
    let route: Route?
    let parts: HouseParts

    func reply(to error: any Error) -> Reply {
        let problem = problem(for: error)
        let voice = parts.voices.first { call.visit.rawPath.hasPrefix($0.prefix) }
        if voice == nil, problem.status == .unauthorised, call.method.isSafe, !call.wantsJSON {
            return .redirect(to: Link.to("/sign-in", [("next", call.visit.head.target)])).cached(.never)
        }
        var reply = voice?.reply(problem, String(call.visit.rawPath), call) ?? (call.wantsJSON ? document(problem) : page(problem))
        if let seconds = problem.retryAfter { reply.headers[.retryAfter] = String(seconds) }
        if problem.status == .methodNotAllowed {
            reply.headers[.allow] = Self.allowed(problem.allow)
        }
        if problem.status == .unauthorised { reply.headers[.wwwAuthenticate] = "Bearer" }
        return reply.cached(.never)
    }

    /// An error that is none of the caller's business is logged, and the caller gets the request's id to ask with.
    private func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let errors as FieldErrors: return .invalid(errors)
        case is CancellationError: return .unavailable(retryAfter: 2)
        case let error as DatabaseError where [.busy, .serialization, .connectionLost].contains(error.kind):
            log(error)
            return .unavailable(retryAfter: 2)
        default:
            log(error)
            return .internalFault
        }
    }

    private func log(_ error: any Error) {
        parts.services.logger.error(
            "a request failed",
            metadata: [
                "id": .string(call.requestID), "method": .string(call.method.rawValue),
                "route": .string(route?.path ?? "-"), "error": .string(String(describing: error)),
            ])
    }

    static func allowed(_ methods: [Method]) -> String {
        methods.map { $0 == .get ? "GET, HEAD" : $0.rawValue }.joined(separator: ", ")
    }

    // For programs.

    private struct Document: Encodable {
        struct Field: Encodable {
            let field: String
            let code: String
            let message: String
            let facts: [String: String]?
        }

        let type: String
        let title: String
        let status: Int
        let detail: String?
        let code: String
        let requestId: String
        let facts: [String: String]?
        let errors: [Field]?
    }

    private func document(_ problem: Problem) -> Reply {
        let words = call.words
        let errors = problem.fieldErrors.map { error in
            Document.Field(
                field: error.field, code: error.key, message: words(error.key, error.facts),
                facts: error.facts.isEmpty ? nil : error.facts)
        }
        let document = Document(
            type: "urn:sangam:problem:\(problem.code)", title: words(problem.titleKey), status: problem.status.code,
            detail: problem.detailKey.map { words($0, problem.facts) }, code: problem.code,
            requestId: call.requestID, facts: problem.facts.isEmpty ? nil : problem.facts,
            errors: errors.isEmpty ? nil : errors)
        let type = "application/problem+json"
        do {
            return .bytes(try JSON.encode(document), type: type, status: problem.status)
        } catch {
            // Plain texts always encode; should they not, the status alone still says what happened.
            log(error)
            return .text("{\"status\":\(problem.status.code)}", type: type, status: problem.status)
        }
    }

    // For people.

    private func page(_ problem: Problem) -> Reply {
        let words = call.words
        let title = words(problem.titleKey)
        let fields = problem.fieldErrors.map { error -> HTML in "<li>\(words(error.key, error.facts))</li>" }
        let isOurs = problem.status >= .serverError
        let content: HTML = """
            \(HTML.pageHeading(title))<div class="prose">
            \(with: problem.detailKey, { "<p>\(words($0, problem.facts))</p>\n" })\
            \(if: !fields.isEmpty, "<ul>\(fields)</ul>\n")\
            \(if: isOurs, "<p>\(words("problem.ask-with", ["id": call.requestID]))</p>\n")\
            \(if: problem.status == .unauthorised, "<p><a href=\"/sign-in\">\(words("layout.sign-in"))</a></p>\n")\
            <p><a href="/">\(words("problem.home"))</a></p>
            </div>

            """
        return call.page(title: title, status: problem.status, isPrivate: true, body: content)
    }
}
