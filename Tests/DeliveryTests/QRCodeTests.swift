import Testing

@testable import Delivery

/// The QR code against another program's: python-qrcode 8.2 drew the same texts with each of the eight masks, at level M in bytes.
struct QRCodeTests {
    private static let drawn: [(text: String, sums: [UInt64])] = [
        (
            "Sangam",
            [
                6518222487683731753, 13013952450029245807, 2805056943498801823, 16720626500719142721,
                9865966420393812179, 2639384696234238625, 4252280775046635113, 1496903760813557147,
            ]
        ),
        (
            "https://sangam.example.org/track/7K3M-9QX2-P/open/ABCD-EFGH-JKMN",
            [
                13146249351044578361, 17594787030337986787, 4466689441087791979, 8395837426788195531,
                9331042976497848221, 8560674798430772442, 14542571544055335563, 12353466262018806133,
            ]
        ),
        (
            "https://sangam.example.org/" + String(repeating: "x", count: 120),
            [
                15061316745330380945, 12470458993472491202, 1414390350258365409, 14328939788063132377,
                10199552816060814603, 2332482886046374864, 14691120099312295041, 15708921830264010245,
            ]
        ),
    ]

    @Test func isTheSameAsAnotherPrograms() throws {
        for (text, sums) in Self.drawn {
            let rows = try QRCode(text).modules.map { row in row.map { $0 ? "1" : "0" }.joined() }.joined(separator: "/")
            // FNV-1a, to keep the pictures short here.
            let sum = rows.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            #expect(sums.contains(sum), "\(text)")
        }
        #expect(throws: QRCode.TooLong.self) { try QRCode(String(repeating: "x", count: 300)) }
    }
}
