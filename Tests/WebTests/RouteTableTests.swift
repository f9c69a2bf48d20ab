import Platform
import Testing

@testable import Web

@Suite struct RouteTableTests {
    static let table = try? RouteTable(
        [
            "/", "/solutions", "/solutions/new", "/solutions/{slug}", "/solutions/{slug}/edit", "/{page}/about",
        ].map { Route.get($0, .everyone) { _ in .noContent } }
            + [Route.post("/solutions", .everyone) { _ in .noContent }])

    static func find(_ method: Web.Method?, _ path: String) throws -> String {
        switch try #require(table).find(method, path[...]) {
        case .route(let mounted, let values): "\(mounted.route.path) \(values.joined(separator: ","))"
        case .otherMethods(let methods): "405 \(Refusal.allowed(methods))"
        case .withoutSlash: "308"
        case .nothing: "404"
        }
    }

    @Test(arguments: [
        ("/", "/ "), ("/solutions", "/solutions "), ("/solutions/new", "/solutions/new "),
        ("/solutions/talking-books", "/solutions/{slug} talking-books"),
        ("/solutions/new/edit", "/solutions/{slug}/edit new"), ("/solutions/about", "/solutions/{slug} about"),
        ("/x/about", "/{page}/about x"), ("/solutions/", "308"), ("/solutions/x/", "308"),
        ("//", "404"), ("//evil.example/", "404"), ("/solutions//", "404"), ("//solutions", "404"), ("", "404"),
        ("solutions", "404"), ("/nowhere", "404"), ("/solutions/x/edit/y", "404"),
        ("/" + String(repeating: "a/", count: 5000), "404"),
    ])
    func finds(path: String, expected: String) throws {
        #expect(try Self.find(.get, path) == expected)
    }

    @Test func tellsTheMethodsOfAPath() throws {
        #expect(try Self.find(.delete, "/solutions") == "405 GET, HEAD, POST")
        #expect(try Self.find(nil, "/solutions/x") == "405 GET, HEAD")
        #expect(try Self.find(.post, "/nowhere") == "404")
    }

    @Test(arguments: [["/a", "/a"], ["/a/"], ["a"], ["/a//b"], ["/{a"], [""], ["/x/{a}", "/x/{b}"]])
    func refusesWrongDeclarations(paths: [String]) {
        #expect(throws: RouteTableError.self) {
            try RouteTable(paths.map { Route.get($0, .everyone) { _ in .noContent } })
        }
    }
}
