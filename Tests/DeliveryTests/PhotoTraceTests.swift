import TestSupport
import Testing

@testable import Delivery

/// What a photo tells of its owner is taken out; the picture stays.
struct PhotoTraceTests {
    private func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xFF)] + content
    }

    private var exif: [UInt8] {
        Array("Exif".utf8) + [0, 0] + [0x49, 0x49, 42, 0, 8, 0, 0, 0, 2, 0]
            + [0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0] + [0x25, 0x88, 4, 0, 1, 0, 0, 0, 9, 9, 9, 9] + Array("GPS 18.14 S".utf8)
    }

    @Test func aPhotoLosesPlaceAndOwnerAndKeepsItsSide() throws {
        let scan: [UInt8] = [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]
        let photo: [UInt8] = [0xFF, 0xD8] + segment(0xE1, exif) + segment(0xE1, Array("http://ns.adobe.com/xap Mere".utf8))
            + segment(0xFE, Array("taken by Mere".utf8)) + segment(0xDB, [7, 7]) + segment(0xE2, Array("ICC_PROFILE".utf8))
            + segment(0xE2, Array("MPF\u{0}second".utf8)) + segment(0xDA, [1]) + scan + [0xFF, 0xD9] + Array("film of Mere".utf8)
        let clean = try #require(PhotoTraces.removed(from: photo))
        let text = String(decoding: clean, as: UTF8.self)
        #expect(!text.contains("Mere") && !text.contains("GPS") && !text.contains("second"))
        #expect(text.contains("ICC_PROFILE"))
        #expect(clean.suffix(scan.count + 2) == (scan + [0xFF, 0xD9])[...])
        // Side 6 is told, and nothing else.
        #expect(clean[2..<4] == [0xFF, 0xE1] && clean[31] == 6)
        #expect(PhotoTraces.removed(from: clean) == clean)
    }

    @Test func picturesThatCannotBeReadAreRefused() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            let heads: [[UInt8]] = [[0xFF, 0xD8], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("RIFF....WEBP".utf8), []]
            let tail = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                [0xFF, 0xE1, 0xDA, 0xD9, 0, 1, 2, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            // It must come back, whatever was sent.
            _ = PhotoTraces.removed(from: (heads.randomElement(using: &random) ?? []) + tail)
        }
        #expect(PhotoTraces.removed(from: [0xFF, 0xD8, 1, 2, 3]) == nil)
        #expect(PhotoTraces.removed(from: Array("%PDF-1.7".utf8)) == Array("%PDF-1.7".utf8))
    }

    @Test func otherPicturesLoseTheirTextsToo() throws {
        func chunk(_ kind: String, _ content: String) -> [UInt8] {
            [0, 0, 0, UInt8(content.utf8.count)] + Array(kind.utf8) + Array(content.utf8) + [0, 0, 0, 0]
        }
        let png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", "head") + chunk("tEXt", "Author Mere") + chunk("IDAT", "picture")
            + chunk("IEND", "")
        let clean = try #require(PhotoTraces.removed(from: png))
        #expect(!String(decoding: clean, as: UTF8.self).contains("Mere") && clean.count == png.count - 23)
        let webp = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array("VP8X".utf8) + [2, 0, 0, 0, 0x0C, 0] + Array("EXIF".utf8)
            + [4, 0, 0, 0] + Array("Mere".utf8)
        let cleanWebP = try #require(PhotoTraces.removed(from: webp))
        #expect(cleanWebP.count == 22 && cleanWebP[20] == 0 && cleanWebP[4] == 14)
    }
}
