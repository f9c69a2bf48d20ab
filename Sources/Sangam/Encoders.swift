import ArgumentParser
import Embeddings
import Foundation
import Language

/// Which encoder the settings ask for: a server's, else the model in the data folder, else none.
enum Encoders {
    /// Where `script/setup --models` puts it, in the data folder.
    static let usualModel = "models/all-minilm-l6-v2"

    static let absence = """
        There is no sentence model, so needs are matched by words alone. “script/setup --models” fetches one; SANGAM_MODEL or \
        SANGAM_EMBEDDINGS_URL names another.
        """

    /// Throws `ValidationError` that names the setting. It opens no connection and reads no weights, so that a start stays quick.
    static func open(_ settings: Settings) throws -> (any TextEncoder)? {
        if let url = settings.embeddingsURL {
            do {
                return try EmbeddingsEndpoint(
                    url: url.value, model: settings.embeddingsModel, key: settings.embeddingsKey)
            } catch let error as EncoderError {
                throw ValidationError("embeddings-url (from \(url.origin)): \(error.description)")
            }
        }
        guard let model = settings.model, !model.value.isEmpty else { return nil }
        if model.origin == "default", !FileManager.default.fileExists(atPath: model.value) { return nil }
        do {
            return try SentenceEncoder(folder: URL(filePath: model.value, directoryHint: .isDirectory))
        } catch let error as EncoderError {
            throw ValidationError("model (from \(model.origin)): \(error.description)")
        }
    }
}
