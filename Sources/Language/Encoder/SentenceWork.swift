internal import Dispatch

/// The rows of a batch, shared out between threads.
struct Slices: Sendable {
    private let slices: [Range<Int>]
    var longest: Int { slices.map(\.count).max() ?? 0 }
    var count: Int { slices.count }

    /// Fewer rows than this are not worth a second thread: waking it takes longer than it saves.
    private static let fewest = 32

    init(rows: Int, hands: Int) {
        let parts = max(1, min(hands, rows / Self.fewest))
        slices = (0..<parts).map { rows * $0 / parts..<rows * ($0 + 1) / parts }
    }

    /// Does the work for all slices and comes back when all is done.
    func each(_ work: @Sendable (_ slice: Int, _ rows: Range<Int>) -> Void) {
        if slices.count == 1 { return work(0, slices[0]) }
        DispatchQueue.concurrentPerform(iterations: slices.count) { work($0, slices[$0]) }
    }
}

/// The numbers that a model works on while it encodes one batch.
// Unchecked: each thread writes only the rows of its slice, and nobody reads what another is writing (see `Slices.each`).
final class SentenceWork: @unchecked Sendable {
    // Unchecked because these are plain pointers. They are let go in `deinit` alone.
    let state, query, key, value, mixed, inner: UnsafeMutablePointer<Float>
    /// For each slice: how much each of its rows looks at each piece.
    let scores: [UnsafeMutablePointer<Float>]

    init(rows: Int, longest: Int, slices: Slices, sizes: ModelFolder) {
        // Not filled: every number is written before it is read.
        func room(_ count: Int) -> UnsafeMutablePointer<Float> { .allocate(capacity: max(1, count)) }
        state = room(rows * sizes.width)
        query = room(rows * sizes.width)
        key = room(rows * sizes.width)
        value = room(rows * sizes.width)
        mixed = room(rows * sizes.width)
        inner = room(rows * sizes.innerWidth)
        // A slice's rows of one text are at most as many as the text has.
        scores = (0..<slices.count).map { _ in room(min(slices.longest, longest) * longest) }
    }

    deinit {
        for start in [state, query, key, value, mixed, inner] + scores { start.deallocate() }
    }
}
