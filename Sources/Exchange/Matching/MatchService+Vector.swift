import Language
import Logging
public import Platform

extension MatchService {
    /// The vector of a need's text, made outside any transaction; nil without an encoder, and for a text in languages that it does
    /// not read.
    ///
    /// An encoder that fails does not stop the matching: words and concepts still work, the answer says that the meaning took no
    /// part, and the failure is logged.
    public func vector(for need: NeedContent, _ services: Services) async -> [Float]? {
        guard let vectors, let text = Self.text(of: need, for: vectors.encoder) else { return nil }
        do {
            return try await vectors.encoder.encode([text]).first
        } catch {
            services.logger.warning("A need could not be encoded, it is matched by words alone: \(error)")
            return nil
        }
    }

    /// Title, problem and who is affected, in the first language that the encoder reads, English before others.
    static func text(of need: NeedContent, for encoder: any TextEncoder) -> String? {
        for tag in ["en", need.language] + need.translations.keys.sorted() where encoder.reads(tag) {
            guard tag == need.language || need.translations[tag] != nil else { continue }
            let parts = [need.title(in: tag).text, need.problem(in: tag).text] + (tag == need.language ? [need.affected] : [])
            let text = parts.filter { !$0.isEmpty }.joined(separator: ". ")
            if !text.isEmpty { return text }
        }
        return nil
    }
}
