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
    private let embeddings: Embeddings
    private let layers: [Layer]

    init(_ folder: URL, sizes: ModelFolder) throws {
        // One thread for each product: how long a text takes then does not depend on what else the program does.
        openblas_set_num_threads(1)
        let file = try TensorFile(folder.appending(path: "model.safetensors"))
        let width = sizes.width
        // A model that was saved with a head has its body's tables under “bert.”.
        let prefix = file.tensors["embeddings.word_embeddings.weight"] == nil ? "bert." : ""
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
            words: try table("embeddings.word_embeddings.weight", [sizes.vocabulary, width]),
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
    }

    /// - Parameter texts: the pieces of each text, at most `sizes.longest` and all in the vocabulary.
    func vectors(_ texts: [[Int32]]) -> [[Float]] {
        let count = texts.reduce(0) { $0 + $1.count }
        let longest = texts.map(\.count).max() ?? 0
        var work = Workspace(pieces: count, longest: longest, sizes: sizes)
        embed(texts, &work)
        for layer in layers {
            multiply(work.state, layer.query, into: &work.query, rows: count, addingBias: true)
            multiply(work.state, layer.key, into: &work.key, rows: count, addingBias: true)
            multiply(work.state, layer.value, into: &work.value, rows: count, addingBias: true)
            attend(texts, &work)
            multiply(work.mixed, layer.attention, into: &work.query, rows: count, addingBias: false)
            normalise(&work.query, layer.attention.bias, adding: work.state, layer.attentionNorm, rows: count)
            multiply(work.query, layer.inner, into: &work.inner, rows: count, addingBias: false)
            sangam_gelu(&work.inner, layer.inner.bias, Int32(count), Int32(sizes.innerWidth))
            multiply(work.inner, layer.output, into: &work.state, rows: count, addingBias: false)
            normalise(&work.state, layer.output.bias, adding: work.query, layer.outputNorm, rows: count)
        }
        return pool(texts, work.state)
    }

    private struct Workspace {
        var state, query, key, value, mixed, inner, scores: [Float]

        init(pieces: Int, longest: Int, sizes: ModelFolder) {
            let size = pieces * sizes.width
            state = [Float](repeating: 0, count: size)
            query = state
            key = state
            value = state
            mixed = state
            inner = [Float](repeating: 0, count: pieces * sizes.innerWidth)
            scores = [Float](repeating: 0, count: longest * longest)
        }
    }

    private func embed(_ texts: [[Int32]], _ work: inout Workspace) {
        let width = sizes.width
        var row = 0
        let zeros = [Float](repeating: 0, count: width)
        work.state.withUnsafeMutableBufferPointer { state in
            for text in texts {
                for (position, piece) in text.enumerated() {
                    guard let out = state.baseAddress.map({ $0 + row * width }) else { return }
                    memcpy(out, embeddings.words + Int(piece) * width, width * MemoryLayout<Float>.size)
                    sangam_add_bias(out, embeddings.kinds, 1, Int32(width))
                    sangam_add_norm(
                        out, zeros, embeddings.positions + position * width, embeddings.norm.gamma, embeddings.norm.beta,
                        sizes.epsilon, 1, Int32(width))
                    row += 1
                }
            }
        }
    }

    /// Each head of each text looks from every piece at every other.
    private func attend(_ texts: [[Int32]], _ work: inout Workspace) {
        let width = Int32(sizes.width)
        let size = sizes.width / sizes.heads
        let scale = 1 / Float(size).squareRoot()
        work.mixed.withUnsafeMutableBufferPointer { mixed in
            var first = 0
            for text in texts {
                let length = Int32(text.count)
                for head in 0..<sizes.heads {
                    let offset = first * sizes.width + head * size
                    work.query.withUnsafeBufferPointer { query in
                        work.key.withUnsafeBufferPointer { key in
                            cblas_sgemm(
                                CblasRowMajor, CblasNoTrans, CblasTrans, length, length, Int32(size), 1,
                                query.baseAddress.map { $0 + offset }, width, key.baseAddress.map { $0 + offset }, width, 0,
                                &work.scores, length)
                        }
                    }
                    sangam_softmax(&work.scores, scale, length, length)
                    work.value.withUnsafeBufferPointer { value in
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasNoTrans, length, Int32(size), length, 1, work.scores, length,
                            value.baseAddress.map { $0 + offset }, width, 0, mixed.baseAddress.map { $0 + offset }, width)
                    }
                }
                first += text.count
            }
        }
    }

    /// into = from · weightᵀ (+ bias)
    private func multiply(_ from: [Float], _ dense: Dense, into: inout [Float], rows: Int, addingBias: Bool) {
        let (inputs, outputs) = (Int32(dense.inputs), Int32(dense.outputs))
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), outputs, inputs, 1, from, inputs, dense.weight, inputs, 0,
            &into, outputs)
        if addingBias { sangam_add_bias(&into, dense.bias, Int32(rows), outputs) }
    }

    private func normalise(_ x: inout [Float], _ bias: UnsafePointer<Float>, adding: [Float], _ norm: Norm, rows: Int) {
        sangam_add_norm(&x, bias, adding, norm.gamma, norm.beta, sizes.epsilon, Int32(rows), Int32(sizes.width))
    }

    /// The mean over a text's pieces, made as long as 1.
    private func pool(_ texts: [[Int32]], _ state: [Float]) -> [[Float]] {
        var first = 0
        return texts.map { text in
            let ones = [Float](repeating: 1 / Float(text.count), count: text.count)
            var mean = [Float](repeating: 0, count: sizes.width)
            let width = Int32(sizes.width)
            state.withUnsafeBufferPointer { state in
                cblas_sgemv(
                    CblasRowMajor, CblasTrans, Int32(text.count), width, 1, state.baseAddress.map { $0 + first * sizes.width },
                    width, ones, 1, 0, &mean, 1)
            }
            first += text.count
            let length = cblas_snrm2(width, mean, 1)
            cblas_sscal(width, 1 / max(length, 1e-12), &mean, 1)
            return mean
        }
    }
}
