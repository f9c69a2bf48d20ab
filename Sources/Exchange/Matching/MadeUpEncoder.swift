import Language

/// Stands in for an encoder where only the comparing of vectors is measured: its vectors are drawn from the text, the same for the same
/// text, and mean nothing. Encoding a hundred thousand texts takes a quarter of an hour and tells nothing of that.
struct MadeUpEncoder: TextEncoder {
    let name: String
    let dimension: Int
    let languages: Set<String>?

    /// As the model of `script/setup --models` has them.
    init() { (name, dimension, languages) = ("made-up", 384, nil) }

    /// Its vectors are stored as that encoder's.
    init(for encoder: any TextEncoder) { (name, dimension, languages) = (encoder.name, encoder.dimension, encoder.languages) }

    func encode(_ texts: [String]) async throws -> [[Float]] {
        texts.map { text in
            var state = text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
            let numbers = (0..<dimension).map { _ -> Float in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
            }
            let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return numbers.map { $0 / length }
        }
    }
}
