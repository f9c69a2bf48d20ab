/// What changed between two revisions, so that a reviewer reads the change and not the whole text again.
public struct FieldChange: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case same, removed, added }
    public struct Piece: Sendable, Equatable {
        public let kind: Kind
        public let text: String
    }
    /// The field's name, as in the form and the API.
    public let field: String
    public let pieces: [Piece]
}

public enum ContentDifference {
    /// The changed fields, in the order in which the form asks for them.
    public static func between(_ old: SolutionContent, _ new: SolutionContent) -> [FieldChange] {
        let before = lines(of: old)
        let after = Dictionary(uniqueKeysWithValues: lines(of: new))
        var changes: [FieldChange] = []
        var seen: Set<String> = []
        for (field, text) in before {
            seen.insert(field)
            let now = after[field] ?? ""
            if text != now { changes.append(FieldChange(field: field, pieces: words(text, now))) }
        }
        for (field, text) in lines(of: new) where !seen.contains(field) && !text.isEmpty {
            changes.append(FieldChange(field: field, pieces: words("", text)))
        }
        return changes
    }

    /// The fields that differ between two lists of the same fields in the same order.
    ///
    /// - Parameter record: stands before the names of the fields, for those that are known by it.
    static func between(
        _ old: [(field: String, text: String)], _ new: [(field: String, text: String)], of record: String? = nil
    ) -> [FieldChange] {
        zip(old, new).filter { $0.text != $1.text }.map { before, after in
            FieldChange(field: record.map { "\($0).\(before.field)" } ?? before.field, pieces: words(before.text, after.text))
        }
    }

    /// A difference by words: equal runs, removed runs, added runs.
    static func words(_ old: String, _ new: String) -> [FieldChange.Piece] {
        let before = pieces(old)
        let after = pieces(new)
        let difference = after.difference(from: before)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var result: [FieldChange.Piece] = []
        func append(_ kind: FieldChange.Kind, _ text: Substring) {
            if let last = result.last, last.kind == kind {
                result[result.count - 1] = .init(kind: kind, text: last.text + text)
            } else {
                result.append(.init(kind: kind, text: String(text)))
            }
        }
        var left = 0
        var right = 0
        while left < before.count || right < after.count {
            if left < before.count, removed.contains(left) {
                append(.removed, before[left])
                left += 1
            } else if right < after.count, added.contains(right) {
                append(.added, after[right])
                right += 1
            } else {
                append(.same, after[right])
                left += 1
                right += 1
            }
        }
        return result
    }

    /// Words with the white space that follows them, so that the pieces put together are the text again.
    private static func pieces(_ text: String) -> [Substring] {
        var result: [Substring] = []
        var start = text.startIndex
        var index = start
        var inSpace = false
        while index < text.endIndex {
            let isSpace = text[index].isWhitespace
            if inSpace, !isSpace {
                result.append(text[start..<index])
                start = index
            }
            inSpace = isSpace
            index = text.index(after: index)
        }
        if start < text.endIndex { result.append(text[start...]) }
        return result
    }

    /// Every field as text, one line for an item of a list.
    private static func lines(of content: SolutionContent) -> [(String, String)] {
        func joined(_ parts: [String?]) -> String { parts.compactMap { $0 }.joined(separator: " · ") }
        func list(_ items: [String]) -> String { items.joined(separator: "\n") }
        func cost(_ cost: SolutionContent.Cost?) -> String {
            guard let cost else { return "" }
            return joined(["\(cost.amount) \(cost.currency)", cost.year.map(String.init), cost.source])
        }
        func side(_ side: SolutionContent.TCV?) -> String {
            guard let side else { return "" }
            return joined([
                side.days.map { "\($0)" }, side.cost.map { "\($0) \(side.currency ?? "")" }, side.visits.map { "\($0)" },
            ])
        }
        var result: [(String, String)] = [
            ("title", content.title), ("summary", content.summary), ("language", content.language),
            ("problem", content.problem), ("innovation", content.innovation),
            ("operation", content.operation), ("users", content.users),
            ("developedIn", list(content.developedIn)),
            ("governmentLevels", list(content.governmentLevels.map(\.rawValue))),
            ("channels", list(content.channels.map(\.rawValue))),
            ("themes", list(content.themes.map(\.rawValue))),
            ("sdgs", list(content.sdgs.map { joined([$0.target, $0.evidence]) })),
            ("stage", content.stage?.rawValue ?? ""),
            ("launchedYear", content.launchedYear.map(String.init) ?? ""),
            ("indicators", list(content.indicators.map {
                joined([$0.name, $0.unit, $0.baseline.map { "\($0)" }, $0.value.map { "\($0)" }, $0.date, $0.source])
            })),
            ("tcv.before", side(content.tcv?.before)), ("tcv.after", side(content.tcv?.after)),
            ("tcv.source", content.tcv?.source ?? ""),
            ("costBuild", cost(content.costBuild)), ("costRun", cost(content.costRun)),
            ("staff", content.staff),
            ("conditions", list(content.conditions.map {
                joined([$0.kind.rawValue, $0.necessity.rawValue, $0.text])
            })),
            ("fixedParts", content.fixedParts), ("adaptableParts", content.adaptableParts),
            ("failures", content.failures), ("failedPractice", content.failedPractice ? "yes" : ""),
            ("licence", content.licence ?? ""),
            ("offer", content.offer.map {
                joined([
                    $0.gives.map(\.rawValue).joined(separator: ", "), $0.text,
                    $0.capacityPerYear.map(String.init), $0.languages.joined(separator: ", "), $0.whoPays,
                    $0.regions?.joined(separator: ", "), $0.barredCountries?.joined(separator: ", "),
                ])
            } ?? ""),
            ("awards", list(content.awards.map { joined([$0.name, $0.year.map(String.init), $0.source]) })),
            ("sources", list(content.sources.map { joined([$0.title, $0.publisher, $0.date, $0.url]) })),
            ("website", content.website ?? ""),
        ]
        for (language, text) in content.translations.sorted(by: { $0.key < $1.key }) {
            result += [
                ("translations.\(language).title", text.title ?? ""),
                ("translations.\(language).summary", text.summary ?? ""),
                ("translations.\(language).problem", text.problem ?? ""),
                ("translations.\(language).innovation", text.innovation ?? ""),
                ("translations.\(language).operation", text.operation ?? ""),
                ("translations.\(language).users", text.users ?? ""),
            ]
        }
        return result
    }
}
