internal import Foundation

/// What the files of a sentence model say of it: `config.json` and, beside it, how texts are cut and vectors are made.
///
/// The layout is that of the sentence-transformers library. A model that would be computed wrongly is refused here, with what is
/// different about it.
struct ModelFolder: Sendable, Equatable {
    let layers: Int
    let heads: Int
    /// The length of a vector.
    let width: Int
    /// The length of a vector inside the second half of a layer.
    let innerWidth: Int
    let positions: Int
    let vocabulary: Int
    let epsilon: Float
    let smallLetters: Bool
    /// The most pieces that the model reads of a text, its two markers included.
    let longest: Int

    private struct Config: Decodable {
        let model_type: String
        let hidden_act: String
        let hidden_size: Int
        let intermediate_size: Int
        let num_attention_heads: Int
        let num_hidden_layers: Int
        let max_position_embeddings: Int
        let vocab_size: Int
        let layer_norm_eps: Double
        let position_embedding_type: String?
    }

    private struct Sentences: Decodable { let max_seq_length: Int? }
    private struct Cutting: Decodable { let do_lower_case: Bool? }
    private struct Pooling: Decodable {
        let pooling_mode_mean_tokens: Bool?
        let pooling_mode_cls_token: Bool?
        let pooling_mode_max_tokens: Bool?
    }

    init(_ folder: URL) throws {
        guard let config: Config = try Self.read("config.json", in: folder) else {
            throw EncoderError(.model, "\(folder.path(percentEncoded: false)) has no config.json: it holds no model.")
        }
        func need(_ holds: Bool, _ what: String) throws {
            guard holds else { throw EncoderError(.model, "The model in \(folder.lastPathComponent) cannot be used: \(what).") }
        }
        try need(config.model_type == "bert", "config.json says it is of type “\(config.model_type)”; only “bert” is computed")
        try need(config.hidden_act == "gelu", "it uses “\(config.hidden_act)”; only “gelu” is computed")
        try need(
            config.position_embedding_type ?? "absolute" == "absolute",
            "its positions are “\(config.position_embedding_type ?? "")”; only “absolute” is computed")
        try need(
            (1...100).contains(config.num_hidden_layers) && (1...8_192).contains(config.hidden_size)
                && (1...65_536).contains(config.intermediate_size) && (3...32_768).contains(config.max_position_embeddings)
                && (1...2_000_000).contains(config.vocab_size) && config.num_attention_heads > 0
                && config.hidden_size % config.num_attention_heads == 0 && config.layer_norm_eps > 0,
            "the sizes in config.json make no sense")
        let pooling: Pooling? = try Self.read("1_Pooling/config.json", in: folder)
        try need(
            pooling?.pooling_mode_mean_tokens ?? true && !(pooling?.pooling_mode_cls_token ?? false)
                && !(pooling?.pooling_mode_max_tokens ?? false),
            "1_Pooling/config.json asks for another pooling than the mean")
        let sentences: Sentences? = try Self.read("sentence_bert_config.json", in: folder)
        let cutting: Cutting? = try Self.read("tokenizer_config.json", in: folder)
        layers = config.num_hidden_layers
        heads = config.num_attention_heads
        width = config.hidden_size
        innerWidth = config.intermediate_size
        positions = config.max_position_embeddings
        vocabulary = config.vocab_size
        epsilon = Float(config.layer_norm_eps)
        smallLetters = cutting?.do_lower_case ?? true
        longest = max(3, min(sentences?.max_seq_length ?? positions, positions))
    }

    /// nil when there is no such file.
    private static func read<Value: Decodable>(_ name: String, in folder: URL) throws -> Value? {
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return nil }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
        } catch {
            throw EncoderError(.model, "\(file.path(percentEncoded: false)) cannot be read: \(error)")
        }
    }
}
