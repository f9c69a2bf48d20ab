import Foundation
import Testing

@testable import Language

struct ModelFolderTests {
    private func reason(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "1_Pooling"), withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let error = #expect(throws: EncoderError.self) { try SentenceEncoder(folder: folder) }
        return error?.description ?? ""
    }

    private func config(_ changes: [String: String] = [:]) -> String {
        var fields = [
            "model_type": "\"bert\"", "hidden_act": "\"gelu\"", "hidden_size": "8", "intermediate_size": "16",
            "num_attention_heads": "2", "num_hidden_layers": "1", "max_position_embeddings": "16", "vocab_size": "10",
            "layer_norm_eps": "1e-12",
        ]
        fields.merge(changes) { $1 }
        return "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    }

    @Test func aModelThatWouldBeComputedWronglyIsRefused() throws {
        #expect(try reason([:]).contains("no config.json"))
        #expect(try reason(["config.json": "{"]).contains("cannot be read"))
        #expect(try reason(["config.json": "{}"]).contains("cannot be read"))
        #expect(try reason(["config.json": config(["model_type": "\"roberta\""])]).contains("roberta"))
        #expect(try reason(["config.json": config(["hidden_act": "\"relu\""])]).contains("relu"))
        #expect(try reason(["config.json": config(["position_embedding_type": "\"relative_key\""])]).contains("relative_key"))
        #expect(try reason(["config.json": config(["num_attention_heads": "3"])]).contains("make no sense"))
        #expect(try reason(["config.json": config(["hidden_size": "-8"])]).contains("make no sense"))
        #expect(try reason(["config.json": config(["num_hidden_layers": "1000000"])]).contains("make no sense"))
        let pooling = ["config.json": config(), "1_Pooling/config.json": #"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#]
        #expect(try reason(pooling).contains("pooling"))
        #expect(try reason(["config.json": config()]).contains("vocab.txt is missing"))
    }

    /// The settings pass; the files that they speak of are looked at with the first text.
    @Test func filesThatDoNotBelongTogetherAreRefusedAtTheFirstText() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sangam-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        try Data(config().utf8).write(to: folder.appending(path: "config.json"))
        try Data("[CLS]\n[SEP]\n[UNK]\na\n".utf8).write(to: folder.appending(path: "vocab.txt"))
        try Data("no weights".utf8).write(to: folder.appending(path: "model.safetensors"))
        let broken = try SentenceEncoder(folder: folder)
        await #expect(throws: EncoderError.self) { try await broken.encode(["a"]) }
        try Data((0..<11).map { "p\($0)\n" }.joined().utf8 + Array("[CLS]\n[SEP]\n[UNK]\n".utf8)).write(to: folder.appending(path: "vocab.txt"))
        let unlike = try SentenceEncoder(folder: folder)
        let error = await #expect(throws: EncoderError.self) { try await unlike.encode(["a"]) }
        #expect(error?.description.contains("do not belong together") == true)
    }
}
