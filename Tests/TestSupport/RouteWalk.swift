public import Testing

/// Calls every route that its rule refuses to visitors, as a visitor, and fails for each that answers all the same.
///
/// - Parameter routes: method, path (with its `{names}`) and whether the rule lets visitors in, of every mounted route.
/// - Returns: how many routes were called.
@discardableResult
public func expectVisitorsAreRefused(
    _ routes: [(method: String, path: String, isOpen: Bool)], by browser: Browser,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> Int {
    var called = 0
    for route in routes where !route.isOpen {
        guard let method = Verb(rawValue: route.method) else { continue }
        // An id that could exist, so that a route is not refused only because its parameter is malformed.
        let path = route.path.replacing(/\{[^}]*\}/, with: "019a0000-0000-7000-8000-000000000000")
        let answer = try await browser.stranger().request(
            method, path, headers: ["sec-fetch-site": "same-origin", "accept": "text/html"])
        let isSignIn = answer.status == 303 && answer.header("location")?.hasPrefix("/sign-in?next=") == true
        #expect(
            answer.status == 401 || isSignIn, "\(route.method) \(route.path) answered a visitor with \(answer.status)",
            sourceLocation: sourceLocation)
        called += 1
    }
    return called
}
