import Platform
import Web

/// A file as it comes, in one piece and without its traces (see `PhotoTraces`), so that they are never written anywhere.
struct UploadWithoutTraces: AsyncSequence {
    let bytes: FileBytes
    /// One byte more than that is enough to refuse it.
    let limit: Int

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let upload: UploadWithoutTraces
        private var isDone = false

        fileprivate init(upload: UploadWithoutTraces) { self.upload = upload }

        mutating func next() async throws -> [UInt8]? {
            guard !isDone else { return nil }
            isDone = true
            var whole: [UInt8] = []
            for try await piece in upload.bytes {
                whole += piece
                if whole.count > upload.limit { return whole }
            }
            guard let clean = PhotoTraces.removed(from: whole) else { throw FileRefused.cutShort }
            return clean
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(upload: self) }
}
