import HTML
import Platform
import SQL
import Web

/// What a desk shows, as it stands in the address: `?view=queue&office=dsw-fj-suva&due=late`. Unknown values are left out.
struct DeskQuery: Sendable, Equatable {
    var view: CaseFilter.View?
    /// The key of an office.
    var office: String?
    /// The end of a service's address.
    var service: String?
    var phase: CasePhase?
    var due: CaseFilter.Due?

    static let names = ["view", "office", "service", "phase", "due"]

    init(view: CaseFilter.View? = nil) { self.view = view }

    init(_ fields: Fields) {
        view = fields["view"].flatMap(CaseFilter.View.init(rawValue:))
        office = fields["office"].flatMap(Self.key)
        service = fields["service"].flatMap(Self.key)
        phase = fields["phase"].flatMap(CasePhase.init(rawValue:)).flatMap { $0.isOpen ? $0 : nil }
        due = fields["due"].flatMap(CaseFilter.Due.init(rawValue:))
    }

    private static func key(_ text: String) -> String? {
        (1...100).contains(text.utf8.count) && !PlainText.hasControls(text) ? text : nil
    }

    var values: [(String, String)] {
        [
            ("view", view?.rawValue), ("office", office), ("service", service), ("phase", phase?.rawValue), ("due", due?.rawValue),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    var address: String { Link.to("/work/cases", values) }

    /// Is anything chosen beside the view?
    var isNarrow: Bool { office != nil || service != nil || phase != nil || due != nil }

    func with(_ view: CaseFilter.View) -> DeskQuery {
        var other = self
        other.view = view
        return other
    }

    /// As the store asks it; nil when the office or service named does not exist for them.
    func filter(
        _ connection: any Connection, view: CaseFilter.View, offices: [Office]
    ) throws -> CaseFilter? {
        var filter = CaseFilter(view, phase: phase, due: due)
        if let office {
            guard let found = offices.first(where: { $0.key == office }) else { return nil }
            filter.office = found.id
        }
        if let service {
            let found: ID<Service>? = try connection.value("SELECT id FROM service WHERE slug = \(service)")
            guard let found else { return nil }
            filter.service = found
        }
        return filter
    }
}
