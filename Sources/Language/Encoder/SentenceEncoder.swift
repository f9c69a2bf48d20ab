import Dispatch
public import Foundation
import Synchronization

/// Encodes with a model in a folder, in this process: WordPiece, a BERT encoder on BLAS, the mean over the pieces.
///
///     let encoder = try SentenceEncoder(folder: data.appending(path: "models/all-minilm-l6-v2"))
///     let vectors = try await encoder.encode(["Birth registration at the health post"])
///
/// Opening reads the model's settings only; the weights and the vocabulary are read at the first text. Work is done on threads of its
/// own, at most one for each core, so that no request's thread waits; one or two texts go ahead of a long list, and all cores share
/// the work on them, because somebody waits for the answer. When nothing was encoded for a while the weights' memory is given back.
public final class SentenceEncoder: TextEncoder {
    public let name: String
    public var dimension: Int { sizes.width }
    /// The models of this kind that can be had (BERT with a vocabulary of word pieces) know English.
    public let languages: Set<String>? = ["en"]

    private let folder: URL
    private let sizes: ModelFolder
    private let loaded = Mutex<Loaded?>(nil)
    private let lane: OperationQueue
    /// Work that waits or is being done, and how often there was none.
    private let running = Mutex((count: 0, rests: 0))

    private struct Loaded: Sendable {
        let pieces: WordPieces
        let model: SentenceModel
    }

    /// Pieces that are computed at once: enough for the products to be quick, few enough that a short text waits little.
    private static let piecesInBatch = 512
    /// Batches that may wait.
    private static let longestQueue = 1_000
    /// Needs that come one after another find the weights in memory; reading them anew takes three milliseconds.
    private static let patience: TimeInterval = 2
    /// Texts in one call.
    public static let mostTexts = 10_000

    /// Throws `EncoderError` when the folder holds no model that can be computed.
    public init(folder: URL) throws {
        self.folder = folder
        sizes = try ModelFolder(folder)
        for file in ["vocab.txt", "model.safetensors"] {
            let path = folder.appending(path: file).path(percentEncoded: false)
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw EncoderError(.model, "\(path) is missing or cannot be read.")
            }
        }
        name = folder.standardizedFileURL.lastPathComponent
        lane = OperationQueue()
        lane.name = "sentence-encoder"
        lane.maxConcurrentOperationCount = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))
    }

    public func encode(_ texts: [String]) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        guard texts.count <= Self.mostTexts else {
            throw EncoderError(.input, "\(texts.count) texts are more than can be encoded in one call (\(Self.mostTexts)).")
        }
        let isAwaited = texts.count <= 2
        let priority: Operation.QueuePriority = isAwaited ? .high : .normal
        let hands = isAwaited ? lane.maxConcurrentOperationCount : 1
        let pieces = try await perform(priority) {
            let loaded = try self.load()
            return texts.map { loaded.pieces.pieces(of: $0, limit: self.sizes.longest) }
        }
        var vectors = [[Float]](repeating: [], count: texts.count)
        try await withThrowingTaskGroup(of: [(Int, [Float])].self) { group in
            for batch in Self.batches(pieces.map(\.count)) {
                group.addTask {
                    try Task.checkCancellation()
                    return try await self.perform(priority) {
                        Array(zip(batch, try self.load().model.vectors(batch.map { pieces[$0] }, hands: hands)))
                    }
                }
            }
            for try await batch in group {
                for (index, vector) in batch { vectors[index] = vector }
            }
        }
        return vectors
    }

    /// How many pieces the model reads of a text; a longer text is read from its beginning.
    func pieces(of text: String) throws -> [Int32] { try load().pieces.pieces(of: text, limit: sizes.longest) }

    /// Texts of like length together, at most `piecesInBatch` pieces unless one text has more.
    static func batches(_ lengths: [Int]) -> [[Int]] {
        var batches: [[Int]] = []
        var size = 0
        for index in lengths.indices.sorted(by: { (lengths[$0], $0) < (lengths[$1], $1) }) {
            if batches.isEmpty || size + lengths[index] > piecesInBatch {
                batches.append([])
                size = 0
            }
            batches[batches.count - 1].append(index)
            size += lengths[index]
        }
        return batches
    }

    private func load() throws -> Loaded {
        try loaded.withLock { held in
            if let held { return held }
            let vocabulary: Data
            do {
                vocabulary = try Data(contentsOf: folder.appending(path: "vocab.txt"))
            } catch {
                throw EncoderError(.model, "vocab.txt cannot be read: \(error.localizedDescription)")
            }
            let pieces = try WordPieces(vocabulary: Array(vocabulary), smallLetters: sizes.smallLetters)
            guard pieces.count <= sizes.vocabulary else {
                throw EncoderError(
                    .model, "vocab.txt has \(pieces.count) pieces, but the model knows \(sizes.vocabulary): they do not belong together.")
            }
            let new = Loaded(pieces: pieces, model: try SentenceModel(folder, sizes: sizes))
            held = new
            return new
        }
    }

    private func perform<Value: Sendable>(
        _ priority: Operation.QueuePriority, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard lane.operationCount < Self.longestQueue else {
            throw EncoderError(.busy, "Too many texts wait to be encoded; try again later.")
        }
        running.withLock { $0.count += 1 }
        return try await withCheckedThrowingContinuation { continuation in
            let operation = BlockOperation {
                continuation.resume(with: Result(catching: work))
                self.end()
            }
            operation.queuePriority = priority
            lane.addOperation(operation)
        }
    }

    /// After a piece of work: if none follows it soon, the weights need not stay in memory.
    private func end() {
        let rest = running.withLock { work -> Int? in
            work.count -= 1
            guard work.count == 0 else { return nil }
            work.rests += 1
            return work.rests
        }
        guard let rest else { return }
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + Self.patience) { [weak self] in
            guard let self, running.withLock({ $0.count == 0 && $0.rests == rest }) else { return }
            loaded.withLock { $0?.model.rest() }
        }
    }
}
