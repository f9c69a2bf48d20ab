import Platform

/// What one page of the editor shows: some fields of an object, or a list whose items have pages of their own.
struct EditorPlace: Sendable {
    let part: EditorPart
    let place: JSONPlace
    /// The fields of the object there; nil for a list.
    let fields: [EditorField]?
    let list: EditorList?

    /// A part's own page: its list when it is nothing but one.
    init(part: EditorPart) {
        self.part = part
        if let only = part.fields.first, part.fields.count == 1, case .list(let list) = only.kind, !list.isInline {
            (place, fields, self.list) = (JSONPlace([only.name]), nil, list)
        } else {
            (place, fields, list) = (JSONPlace(), part.fields, nil)
        }
    }

    /// The page of an item (`form.2`), or of a list within it (`form.2.fields`).
    init?(_ place: JSONPlace) {
        guard let first = place.steps.first, let part = ServiceShape.part(of: first) else { return nil }
        self.part = part
        self.place = place
        if place.index != nil, let list = Self.list(at: place.parent), !list.isInline {
            (fields, self.list) = (list.fields, nil)
        } else if let list = Self.list(at: place), !list.isInline {
            (fields, self.list) = (nil, list)
        } else {
            return nil
        }
    }

    /// The list that stands at a place, whatever the document holds there.
    static func list(at place: JSONPlace) -> EditorList? {
        var fields = ServiceShape.all
        var found: EditorList?
        for step in place.steps {
            if Int(step) != nil {
                guard let list = found else { return nil }
                (fields, found) = (list.fields, nil)
                continue
            }
            guard found == nil, let field = fields.first(where: { $0.name == step }) else { return nil }
            switch field.kind {
            case .list(let list): found = list
            case .group(let members): fields = members
            default: return nil
            }
        }
        return found
    }

    /// The place in whose list the item stands, for the way back; nil on a part's own page.
    var above: JSONPlace? { place.index == nil ? (place.steps.count > 1 ? place.parent : nil) : place.parent }

    func exists(in document: DraftDocument) -> Bool { place.index == nil || document.json[place] != nil }

    /// What this page shows of a document, in a short word.
    func fingerprint(in document: DraftDocument) -> String {
        guard let fields else { return (document.json[place] ?? .null).fingerprint }
        let shown = fields.compactMap { field in
            document.json[place.appending(field.name)].map { JSONValue.array([.string(field.name), $0]) }
        }
        return JSONValue.array(shown).fingerprint
    }
}
