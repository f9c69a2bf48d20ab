import HTTPTypes
import Hummingbird
import NIOCore
import Platform
import Synchronization

/// The bytes of a request's body: bounded in size, watched for slowness, read once.
///
/// Safe to pass around because a second reader at the same time is refused, not raced.
final class BodySource: @unchecked Sendable {  // `isReading` lets one reader at a time touch what can change
    private var iterator: RequestBody.AsyncIterator?
    private let body: RequestBody
    private let limit: Int
    /// As the header says; nil when it comes in chunks.
    private let declared: Int?
    private let watch: BodyWatch
    private let close: @Sendable () -> Void
    private let isReading = Atomic<Bool>(false)
    private var ticket: BodyWatch.Ticket?
    private var received = 0
    private var isAtEnd = false

    /// - Parameter close: stops reading from the connection.
    init(
        _ body: RequestBody, declared: Int?, limit: Int, watch: BodyWatch, close: @escaping @Sendable () -> Void
    ) {
        self.body = body
        self.declared = declared
        self.limit = limit
        self.watch = watch
        self.close = close
    }

    /// The next piece, nil at the end.
    func next() async throws -> ByteBuffer? {
        guard !isReading.exchange(true, ordering: .acquiring) else { throw BodyFault.readTwice }
        defer { isReading.store(false, ordering: .releasing) }
        return try await read(limit: limit)
    }

    /// The whole body, within the limit.
    func collect() async throws -> [UInt8] {
        if let declared, declared > limit { throw Problem.tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(declared ?? 0)
        while let piece = try await next() { bytes.append(contentsOf: piece.readableBytesView) }
        return bytes
    }

    /// Reads away what nobody wanted, so that the connection can be used again; false when it is too much for that.
    func discardRest(most: Int) async -> Bool {
        let limit = received + most
        do {
            while try await read(limit: limit) != nil {}
            return true
        } catch {
            // The reply is ready and does not depend on these bytes: whatever went wrong, the connection ends.
            close()
            return false
        }
    }

    private func read(limit: Int) async throws -> ByteBuffer? {
        if isAtEnd { return nil }
        var iterator = self.iterator ?? body.makeAsyncIterator()
        let ticket = self.ticket ?? watch.begin(close: close)
        self.ticket = ticket
        let piece = try await iterator.next()
        self.iterator = iterator
        if ticket.isTooSlow { throw Problem.tooSlow }
        guard let piece else {
            isAtEnd = true
            watch.end(ticket)
            // The connection broke off: what came must not pass for the whole.
            if let declared, received < declared { throw Problem.malformed }
            return nil
        }
        received += piece.readableBytes
        ticket.note(received)
        if received > limit { throw Problem.tooLarge(limit: limit) }
        return piece
    }

    deinit {
        if let ticket { watch.end(ticket) }
    }
}

enum BodyFault: Error { case readTwice }

/// The pieces of a request's body, within the route's limit.
public struct BodyChunks: AsyncSequence, Sendable {
    let source: BodySource

    public struct Iterator: AsyncIteratorProtocol {
        let source: BodySource

        public func next() async throws -> [UInt8]? {
            try await source.next().map { Array($0.readableBytesView) }
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }
}
