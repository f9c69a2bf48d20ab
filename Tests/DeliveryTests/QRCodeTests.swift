import Testing

@testable import Delivery

/// The QR code against another program's: segno 1.6.6 drew the same texts with each of the eight masks, at level M in bytes.
struct QRCodeTests {
    private static let drawn: [(text: String, sums: [UInt64])] = [
        (
            "Sangam",
            [
                0x9c15_5d06_02cf_fc79, 0xdbe9_0d64_05e9_0b97, 0x4b77_3127_6dc7_d6eb, 0xb5be_5042_910c_b009, 0xb08b_7baf_67c3_3e9b,
                0x59c7_b88a_038d_29a9, 0xcaa5_0086_c483_7c45, 0x1aec_49be_2e14_e123,
            ]
        ),
        (
            "https://sangam.example.org/track/7K3M-9QX2-P/open/ABCD-EFGH-JKMN",
            [
                0x83ef_c0ca_9cba_777b, 0x0b47_c0e8_5ad6_0549, 0xab81_d470_e8f2_f171, 0x9ed1_9fbe_3a2e_a8f5, 0x4666_d3c6_4521_1ce3,
                0x1284_d924_f62f_f1c0, 0x52aa_bdbc_ed6a_6f75, 0xca65_6852_dd19_2d7b,
            ]
        ),
        (
            "https://sangam.example.org/" + String(repeating: "x", count: 120),
            [
                0x07ec_8d32_245c_470f, 0x91d5_f0cd_e6ef_0e5c, 0xef4b_28b9_ea4b_938f, 0x37f3_2d3b_a160_b62f, 0x2e3d_b060_e943_3ced,
                0x7136_a12b_2d83_02fe, 0xf829_e356_ead1_308b, 0xf8b9_5c0d_f995_df7f,
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
