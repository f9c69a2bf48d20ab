/// Finds the route of a path. A word goes before a `{name}`, part by part, so that `/solutions/new` is not a slug.
///
/// Our own and not the framework's, because one look-up must tell four things apart: the route, a path that takes other
/// methods (405 with `Allow`), a path with a slash too many (308), and nothing (404).
struct RouteTable: Sendable {
    enum Found {
        case route(Mounted, [Substring])
        case otherMethods([Method])
        case withoutSlash
        case nothing
    }

    /// A route and the names of its parameters, in order.
    struct Mounted: Sendable {
        let route: Route
        let names: [String]
    }

    private struct Node: Sendable {
        var words: [Substring: Int] = [:]
        var parameter: Int?
        var routes: [Mounted] = []
    }

    private var nodes = [Node()]
    private(set) var mounted: [Route] = []

    init(_ routes: [Route]) throws {
        for route in routes { try insert(route) }
    }

    private mutating func insert(_ route: Route) throws {
        guard route.path.first == "/", route.path == "/" || route.path.last != "/" else {
            throw RouteTableError.badPath(route.path)
        }
        var place = 0
        var names: [String] = []
        for part in Self.parts(of: route.path[...]) {
            guard !part.isEmpty else { throw RouteTableError.badPath(route.path) }
            if part.first == "{" {
                guard part.last == "}" else { throw RouteTableError.badPath(route.path) }
                names.append(String(part.dropFirst().dropLast()))
                place = child(of: place, \.parameter)
            } else {
                place = child(of: place, \.words[part])
            }
        }
        guard !nodes[place].routes.contains(where: { $0.route.method == route.method }) else {
            throw RouteTableError.twice("\(route.method.rawValue) \(route.path)")
        }
        nodes[place].routes.append(Mounted(route: route, names: names))
        mounted.append(route)
    }

    private mutating func child(of place: Int, _ way: WritableKeyPath<Node, Int?>) -> Int {
        if let known = nodes[place][keyPath: way] { return known }
        nodes.append(Node())
        nodes[place][keyPath: way] = nodes.count - 1
        return nodes.count - 1
    }

    /// Looks a path up. `path` is as it came, still percent-encoded, without the query.
    func find(_ method: Method?, _ path: Substring) -> Found {
        guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
        let parts = Self.parts(of: path)
        guard parts.count <= 24 else { return .nothing }
        var values: [Substring] = []
        if let node = walk(0, parts[...], &values) {
            guard let mounted = node.routes.first(where: { $0.route.method == method }) else {
                return .otherMethods(node.routes.map(\.route.method))
            }
            return .route(mounted, values)
        }
        if parts.count > 1, parts.last?.isEmpty == true, walk(0, parts.dropLast(), &values) != nil {
            return .withoutSlash
        }
        return .nothing
    }

    private func walk(_ place: Int, _ parts: ArraySlice<Substring>, _ values: inout [Substring]) -> Node? {
        guard let part = parts.first else {
            return nodes[place].routes.isEmpty ? nil : nodes[place]
        }
        if let next = nodes[place].words[part], let found = walk(next, parts.dropFirst(), &values) {
            return found
        }
        // An empty part is never a value: neither a doubled slash nor a trailing one names a record.
        guard !part.isEmpty, let next = nodes[place].parameter else { return nil }
        values.append(part)
        if let found = walk(next, parts.dropFirst(), &values) { return found }
        values.removeLast()
        return nil
    }

    private static func parts(of path: Substring) -> [Substring] {
        let inside = path.dropFirst()
        return inside.isEmpty ? [] : inside.split(separator: "/", omittingEmptySubsequences: false)
    }
}

/// A fault in how routes were declared, found when the program starts.
enum RouteTableError: Error, CustomStringConvertible, Equatable {
    case badPath(String)
    case twice(String)

    var description: String {
        switch self {
        case .badPath(let path): "“\(path)” is no path of a route: it starts with a slash and does not end in one."
        case .twice(let route): "The route \(route) was declared twice."
        }
    }
}
