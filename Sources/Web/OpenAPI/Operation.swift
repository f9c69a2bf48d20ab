/// What a route of the API does, for its description. It stands in the route itself, so that the two cannot part.
///
///     Route.get("/api/v1/needs/{id}", .everyone, operation: Operation(
///         id: "getNeed", tag: "Needs", summary: "One need",
///         parameters: [.path("id", .uuid, "The need's id")],
///         responses: [.ok: Answer("The need", need)])) { call in … }
///
/// The refusals that follow from the rule, the body and the rate are added by themselves.
public struct Operation: Sendable {
    public let id: String
    public let tag: String
    public let summary: String
    public let description: String?
    public let parameters: [Parameter]
    public let request: Schema?
    /// The media type of the request's body.
    public let requestType: String
    public let responses: [Status: Answer]

    public init(
        id: String, tag: String, summary: String, description: String? = nil, parameters: [Parameter] = [],
        request: Schema? = nil, requestType: String = "application/json", responses: [Status: Answer]
    ) {
        self.id = id
        self.tag = tag
        self.summary = summary
        self.description = description
        self.parameters = parameters
        self.request = request
        self.requestType = requestType
        self.responses = responses
    }
}

/// What comes back with one status.
public struct Answer: Sendable {
    public let description: String
    public let schema: Schema?
    public let type: String
    /// Other forms of the same answer that a caller can ask for, such as `text/csv`.
    public let otherTypes: [String]

    public init(
        _ description: String, _ schema: Schema? = nil, type: String = "application/json", or otherTypes: [String] = []
    ) {
        self.description = description
        self.schema = schema
        self.type = type
        self.otherTypes = otherTypes
    }
}

/// A value in the path, the query or a header.
public struct Parameter: Sendable {
    enum Place: String { case path, query, header }

    let place: Place
    let name: String
    let schema: Schema
    let description: String
    let isRequired: Bool

    public static func path(_ name: String, _ schema: Schema, _ description: String) -> Parameter {
        Parameter(place: .path, name: name, schema: schema, description: description, isRequired: true)
    }

    public static func query(
        _ name: String, _ schema: Schema, _ description: String, isRequired: Bool = false
    ) -> Parameter {
        Parameter(place: .query, name: name, schema: schema, description: description, isRequired: isRequired)
    }

    public static func header(
        _ name: String, _ schema: Schema, _ description: String, isRequired: Bool = false
    ) -> Parameter {
        Parameter(place: .header, name: name, schema: schema, description: description, isRequired: isRequired)
    }

    /// `limit` and `cursor`, which every list takes.
    public static let page: [Parameter] = [
        .query("limit", .integer(min: 1, max: PageRequest.most), "How many items at most"),
        .query("cursor", .string(), "Where to go on: the `next` of the page before"),
    ]

    /// The version that a change was made from; see `Call.requireMatch`.
    public static let ifMatch = Parameter.header(
        "If-Match", .string(), "The ETag of the version that you changed", isRequired: true)
}
