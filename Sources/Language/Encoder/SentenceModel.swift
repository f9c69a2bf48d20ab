internal import CEncoder
internal import COpenBLAS
internal import Foundation

/// A BERT model with its weights: pieces in, one vector of length 1 out for each text.
///
/// The weights are used where they lie in the mapped file. The texts of a batch are laid one after the other, without filling up the
/// short ones: the large products run over all pieces at once, and only attention goes text by text.
struct SentenceModel: Sendable {
    // Unchecked: the pointers of these three lead into the mapped file, which is only ever read and lives as long as the model.
    private struct Dense: @unchecked Sendable {
        // Unchecked because the pointers are into the mapped file, which `weights` holds and nobody writes.
        let weight: UnsafePointer<Float>
        let bias: UnsafePointer<Float>
        let inputs: Int
        let outputs: Int
    }

    private struct Norm: @unchecked Sendable {
        // As above.
        let gamma: UnsafePointer<Float>
        let beta: UnsafePointer<Float>
    }

    private struct Layer: Sendable {
        let query, key, value, attention, inner, output: Dense
        let attentionNorm, outputNorm: Norm
    }

    private struct Embeddings: @unchecked Sendable {
        // As above.
        let words, positions, kinds: UnsafePointer<Float>
        let norm: Norm
    }

    private let sizes: ModelFolder
    private let weights: TensorFile
    /// The table with a line for each piece: more than half of the file.
    private let wordTable: String
    private let embeddings: Embeddings
    private let layers: [Layer]

    init(_ folder: URL, sizes: ModelFolder) throws {
        // One thread for each product: `Slices` shares a lone text out itself, which keeps the threads together for longer.
        openblas_set_num_threads(1)
        let file = try TensorFile(folder.appending(path: "model.safetensors"))
        let width = sizes.width
        // A model that was saved with a head has its body's tables under “bert.”.
        let words = "embeddings.word_embeddings.weight"
        let prefix = file.tensors[words] == nil ? "bert." : ""
        func table(_ name: String, _ shape: [Int]) throws -> UnsafePointer<Float> {
            try file.floats(prefix + name, shape: shape)
        }
        func dense(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Dense {
            Dense(
                weight: try table(name + ".weight", [outputs, inputs]), bias: try table(name + ".bias", [outputs]),
                inputs: inputs, outputs: outputs)
        }
        func norm(_ name: String) throws -> Norm {
            Norm(gamma: try table(name + ".weight", [width]), beta: try table(name + ".bias", [width]))
        }
        guard let kinds = file.tensors[prefix + "embeddings.token_type_embeddings.weight"]?.shape.first, kinds > 0 else {
            throw EncoderError(.model, "model.safetensors has no table “embeddings.token_type_embeddings.weight”.")
        }
        embeddings = Embeddings(
            words: try table(words, [sizes.vocabulary, width]),
            positions: try table("embeddings.position_embeddings.weight", [sizes.positions, width]),
            kinds: try table("embeddings.token_type_embeddings.weight", [kinds, width]),
            norm: try norm("embeddings.LayerNorm"))
        layers = try (0..<sizes.layers).map { number in
            let layer = "encoder.layer.\(number)."
            return Layer(
                query: try dense(layer + "attention.self.query", width, width),
                key: try dense(layer + "attention.self.key", width, width),
                value: try dense(layer + "attention.self.value", width, width),
                attention: try dense(layer + "attention.output.dense", width, width),
                inner: try dense(layer + "intermediate.dense", width, sizes.innerWidth),
                output: try dense(layer + "output.dense", sizes.innerWidth, width),
                attentionNorm: try norm(layer + "attention.output.LayerNorm"),
                outputNorm: try norm(layer + "output.LayerNorm"))
        }
        self.sizes = sizes
        weights = file
        wordTable = prefix + words
    }

    /// Gives the memory of the weights back. The next text takes some milliseconds longer.
    func rest() { weights.releaseAll() }

    /// - Parameters:
    ///   - texts: the pieces of each text, at most `sizes.longest` and all in the vocabulary.
    ///   - hands: how many threads work at it.
    func vectors(_ texts: [[Int32]], hands: Int = 1) -> [[Float]] {
        let count = texts.reduce(0) { $0 + $1.count }
        let slices = Slices(rows: count, hands: hands)
        let work = SentenceWork(rows: count, longest: texts.map(\.count).max() ?? 0, slices: slices, sizes: sizes)
        embed(texts, work)
        // A text needs few lines of it, but the system brings their neighbours too, so that soon all would be in memory.
        weights.release(wordTable)
        for layer in layers {
            // Attention looks at the keys and values of all rows, so these are made first. All the rest goes row by row.
            slices.each { _, rows in
                multiply(work.state, layer.query, into: work.query, rows, addingBias: true)
                multiply(work.state, layer.key, into: work.key, rows, addingBias: true)
                multiply(work.state, layer.value, into: work.value, rows, addingBias: true)
            }
            slices.each { slice, rows in
                attend(texts, work, rows, scores: work.scores[slice])
                multiply(work.mixed, layer.attention, into: work.query, rows, addingBias: false)
                normalise(work.query, layer.attention.bias, adding: work.state, layer.attentionNorm, rows)
                multiply(work.query, layer.inner, into: work.inner, rows, addingBias: false)
                sangam_gelu(work.inner + rows.lowerBound * sizes.innerWidth, layer.inner.bias, Int32(rows.count), Int32(sizes.innerWidth))
                multiply(work.inner, layer.output, into: work.state, rows, addingBias: false)
                normalise(work.state, layer.output.bias, adding: work.query, layer.outputNorm, rows)
            }
        }
        return pool(texts, work.state)
    }

    private func embed(_ texts: [[Int32]], _ work: SentenceWork) {
        let width = sizes.width
        let zeros = [Float](repeating: 0, count: width)
        var out = work.state
        for text in texts {
            for (position, piece) in text.enumerated() {
                memcpy(out, embeddings.words + Int(piece) * width, width * MemoryLayout<Float>.size)
                sangam_add_bias(out, embeddings.kinds, 1, Int32(width))
                sangam_add_norm(
                    out, zeros, embeddings.positions + position * width, embeddings.norm.gamma, embeddings.norm.beta,
                    sizes.epsilon, 1, Int32(width))
                out += width
            }
        }
    }

    /// Each head looks from every piece of `rows` at every piece of the same text.
    private func attend(_ texts: [[Int32]], _ work: SentenceWork, _ rows: Range<Int>, scores: UnsafeMutablePointer<Float>) {
        let width = Int32(sizes.width)
        let size = sizes.width / sizes.heads
        let scale = 1 / Float(size).squareRoot()
        var first = 0
        for text in texts {
            let own = rows.clamped(to: first..<first + text.count)
            let (count, length) = (Int32(own.count), Int32(text.count))
            for head in 0..<sizes.heads where count > 0 {
                let looking = own.lowerBound * sizes.width + head * size
                let seen = first * sizes.width + head * size
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, count, length, Int32(size), 1, work.query + looking, width,
                    work.key + seen, width, 0, scores, length)
                sangam_softmax(scores, scale, count, length)
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, count, Int32(size), length, 1, scores, length,
                    work.value + seen, width, 0, work.mixed + looking, width)
            }
            first += text.count
        }
    }

    /// into = from · weightᵀ (+ bias), for some rows.
    private func multiply(
        _ from: UnsafePointer<Float>, _ dense: Dense, into: UnsafeMutablePointer<Float>, _ rows: Range<Int>, addingBias: Bool
    ) {
        let (inputs, outputs, count) = (Int32(dense.inputs), Int32(dense.outputs), Int32(rows.count))
        let out = into + rows.lowerBound * dense.outputs
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, count, outputs, inputs, 1, from + rows.lowerBound * dense.inputs, inputs,
            dense.weight, inputs, 0, out, outputs)
        if addingBias { sangam_add_bias(out, dense.bias, count, outputs) }
    }

    private func normalise(
        _ x: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>, adding: UnsafePointer<Float>, _ norm: Norm,
        _ rows: Range<Int>
    ) {
        let start = rows.lowerBound * sizes.width
        sangam_add_norm(
            x + start, bias, adding + start, norm.gamma, norm.beta, sizes.epsilon, Int32(rows.count), Int32(sizes.width))
    }

    /// The mean over a text's pieces, made as long as 1.
    private func pool(_ texts: [[Int32]], _ state: UnsafePointer<Float>) -> [[Float]] {
        var first = 0
        let width = Int32(sizes.width)
        return texts.map { text in
            let ones = [Float](repeating: 1 / Float(text.count), count: text.count)
            var mean = [Float](repeating: 0, count: sizes.width)
            cblas_sgemv(
                CblasRowMajor, CblasTrans, Int32(text.count), width, 1, state + first * sizes.width, width, ones, 1, 0, &mean, 1)
            first += text.count
            let length = cblas_snrm2(width, mean, 1)
            cblas_sscal(width, 1 / max(length, 1e-12), &mean, 1)
            return mean
        }
    }
}
