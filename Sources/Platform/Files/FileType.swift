import Foundation

/// The kinds of file that Sangam keeps, told from a file's content and never from what a sender claims.
public enum FileType: String, Sendable, CaseIterable, Codable {
    case pdf, png, jpeg, gif, webp, docx, xlsx, odt, zip, csv, text

    public static let images: Set<FileType> = [.png, .jpeg, .gif, .webp]
    /// What may be attached to a record: documents and images, no archives.
    public static let documents: Set<FileType> = images.union([.pdf, .docx, .xlsx, .odt, .csv, .text])

    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .zip: "application/zip"
        case .csv: "text/csv; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// As people write it: `PDF`, `JPEG`, `DOCX`.
    public var label: String { rawValue.uppercased() }

    /// Tells the type; nil for what Sangam does not keep: programs, web pages, documents with macros, unknown formats.
    ///
    /// - Parameters:
    ///   - head: the first 64 KiB, or the whole file.
    ///   - tail: the last 64 KiB.
    ///   - isText: whether the whole file is UTF-8 without control characters.
    ///   - name: tells CSV from other text, which its content cannot.
    static func sniff(head: [UInt8], tail: [UInt8], isText: Bool, name: String?) -> FileType? {
        func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + bytes.count && head[offset..<(offset + bytes.count)].elementsEqual(bytes)
        }
        if begins(Array("%PDF-".utf8)) { return .pdf }
        if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if begins([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if begins(Array("GIF87a".utf8)) || begins(Array("GIF89a".utf8)) { return .gif }
        if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) { return .webp }
        if begins([0x50, 0x4B, 0x03, 0x04]) { return archive(head: head, tail: tail) }
        guard isText, !isMarkup(head) else { return nil }
        return name?.lowercased().hasSuffix(".csv") == true ? .csv : .text
    }

    /// Office documents are ZIP archives; the names of their parts stand at the start and in the directory at the end.
    private static func archive(head: [UInt8], tail: [UInt8]) -> FileType? {
        func holds(_ text: String) -> Bool {
            let pattern = Data(text.utf8)
            return Data(head).range(of: pattern) != nil || Data(tail).range(of: pattern) != nil
        }
        if holds("vbaProject.bin") { return nil }
        if holds("word/document.xml") { return .docx }
        if holds("xl/workbook.xml") { return .xlsx }
        if holds("mimetypeapplication/vnd.oasis.opendocument.text") { return .odt }
        return .zip
    }

    /// Web pages and drawings are text too, but a browser may run what is in them.
    private static func isMarkup(_ head: [UInt8]) -> Bool {
        let bom: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = head.starts(with: bom) ? head[3...] : head[...]
        return text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } == UInt8(ascii: "<")
    }
}

/// Why a file was not taken. Nothing of it is kept.
public enum FileRefused: Error, Sendable, Equatable {
    case empty
    /// The limit in bytes.
    case tooLarge(limit: Int)
    case wrongType(allowed: Set<FileType>)
    /// The sender stopped before the end.
    case cutShort

    /// The text for the person: `words(refused.key, refused.facts(words))`.
    public var key: String {
        switch self {
        case .empty: "file.empty"
        case .tooLarge: "file.too-large"
        case .wrongType: "file.wrong-type"
        case .cutShort: "file.cut-short"
        }
    }

    public func facts(_ words: Words) -> [String: String] {
        switch self {
        case .empty, .cutShort: [:]
        case .tooLarge(let limit):
            ["limit": words.number(Double(limit) / 1_048_576, fractionDigits: limit % 1_048_576 == 0 ? 0 : 1)]
        case .wrongType(let allowed):
            ["types": FileType.allCases.filter(allowed.contains).map(\.label).joined(separator: ", ")]
        }
    }
}
