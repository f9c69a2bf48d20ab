import Platform

/// Writes the API's description (OpenAPI 3.1) from the routes that are mounted.
enum OpenAPI {
    static func document(of routes: [Route], settings: WebSettings) -> JSONValue {
        var components: [String: JSONValue] = [:]
        let problem = problemSchema.json(&components)
        var paths: [String: JSONValue] = [:]
        var tags: [String] = []
        for route in routes {
            guard let operation = route.operation else { continue }
            if !tags.contains(operation.tag) { tags.append(operation.tag) }
            var item: [String: JSONValue] = [:]
            if case .object(let known)? = paths[route.path] { item = known }
            item[route.method.rawValue.lowercased()] = describe(operation, of: route, problem, &components)
            paths[route.path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string("\(settings.product) API"), "version": "1",
                "description": .string(
                    "Lists come in pages: ask with `limit`, go on with the `next` of the page before as `cursor`. "
                        + "Errors are RFC 9457 problems. Times are UTC."),
            ],
            "servers": [["url": .string(settings.baseURL)]],
            "tags": .array(tags.map { ["name": .string($0)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(components),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token from your account page, with the scope read or write.",
                    ]
                ],
            ],
        ]
    }

    private static func describe(
        _ operation: Operation, of route: Route, _ problem: JSONValue, _ components: inout [String: JSONValue]
    ) -> JSONValue {
        let isOpen = route.access.check(.anonymous).allowed
        var responses: [String: JSONValue] = [:]
        for (status, answer) in operation.responses {
            var value: [String: JSONValue] = ["description": .string(answer.description)]
            if let schema = answer.schema {
                var content: [String: JSONValue] = [answer.type: ["schema": schema.json(&components)]]
                for type in answer.otherTypes { content[type] = ["schema": ["type": "string"]] }
                value["content"] = .object(content)
            }
            responses[String(status.code)] = .object(value)
        }
        for (status, meaning) in refusals(of: operation, route, isOpen: isOpen) {
            guard responses[String(status.code)] == nil else { continue }
            responses[String(status.code)] = [
                "description": .string(meaning),
                "content": ["application/problem+json": ["schema": problem]],
            ]
        }
        var value: [String: JSONValue] = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag)],
            "summary": .string(operation.summary), "responses": .object(responses),
            "x-access-rule": .string(route.access.name),
            // An empty requirement beside the token: who has one may use it, nobody must.
            "security": isOpen ? [[:], ["token": []]] : [["token": []]],
        ]
        value["description"] = operation.description.map { .string($0) }
        if !operation.parameters.isEmpty {
            value["parameters"] = .array(operation.parameters.map { $0.json(&components) })
        }
        if let request = operation.request {
            value["requestBody"] = [
                "required": true,
                "content": .object([operation.requestType: ["schema": request.json(&components)]]),
            ]
        }
        return .object(value)
    }

    /// What can be refused, as far as the route's declaration tells.
    private static func refusals(
        of operation: Operation, _ route: Route, isOpen: Bool
    ) -> [(Status, String)] {
        var refusals: [(Status, String)] = [(.badRequest, "The request cannot be read")]
        refusals.append((.unauthorised, isOpen ? "The token is not valid" : "A token is needed"))
        refusals.append((.forbidden, "Not allowed for you"))
        if route.path.contains("{") { refusals.append((.notFound, "There is no such record")) }
        if operation.parameters.contains(where: { $0.name == "If-Match" }) {
            refusals.append((.preconditionFailed, "Somebody changed it meanwhile"))
            refusals.append((.preconditionRequired, "If-Match is needed"))
        }
        if route.body != .none {
            refusals.append((.timeOut, "The body comes too slowly"))
            refusals.append((.tooLarge, "The body is too large"))
            refusals.append((.unsupportedType, "The body has another media type"))
            refusals.append((.unprocessable, "Some fields are wrong; `errors` says which"))
        }
        if route.rate != nil { refusals.append((.tooMany, "Too many requests; wait as long as Retry-After says")) }
        return refusals
    }

    private static let problemSchema = Schema.component(
        "Problem",
        .object([
            .field("type", .uri, "Names the kind of problem"),
            .field("title", .string(), "The kind of problem, in the language asked for"),
            .field("status", .integer(min: 400, max: 599)),
            .optional("detail", .string(), "What happened and how to mend it"),
            .field("code", .string(), "The kind of problem, for programs"),
            .field("requestId", .string(), "Names this request in the server's log"),
            .optional("facts", .map(of: .string())),
            .optional(
                "errors",
                .array(
                    of: .object([
                        .field("field", .string()), .field("code", .string()), .field("message", .string()),
                        .optional("facts", .map(of: .string())),
                    ])), "One entry for each wrong field"),
        ]))
}

extension Parameter {
    fileprivate func json(_ components: inout [String: JSONValue]) -> JSONValue {
        [
            "name": .string(name), "in": .string(place.rawValue), "required": .bool(isRequired),
            "description": .string(description), "schema": schema.json(&components),
        ]
    }
}
