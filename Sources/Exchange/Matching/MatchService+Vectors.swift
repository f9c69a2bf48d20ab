import Language
import Logging
import Platform

extension MatchService {
    /// The vectors of several needs, made together and outside any transaction; nil where `vector(for:_:)` would be nil.
    func vectors(for needs: [NeedContent], _ services: Services) async -> [[Float]?] {
        let none = [[Float]?](repeating: nil, count: needs.count)
        guard let vectors else { return none }
        let texts = needs.map { Self.text(of: $0, for: vectors.encoder) }
        do {
            var made = try await vectors.encoder.encode(texts.compactMap(\.self)).makeIterator()
            return texts.map { $0 == nil ? nil : made.next() }
        } catch {
            services.logger.warning("Needs could not be encoded, they are matched by words alone: \(error)")
            return none
        }
    }
}
