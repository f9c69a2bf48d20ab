import Platform
import TestSupport
import Testing

@testable import Accounts

@Suite struct TOTPTests {
    /// RFC 6238, appendix B, the rows for SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func agreesWithTheStandard(seconds: Int64, expected: String) {
        let secret = Array("12345678901234567890".utf8)
        let counter = TOTP.counter(at: Timestamp(milliseconds: seconds * 1000))
        #expect(TOTP.code(secret: secret, counter: counter, digits: 8) == expected)
        #expect(TOTP.code(secret: secret, counter: counter) == String(expected.suffix(6)))
    }

    @Test func acceptsOneStepEitherWayAndNoMore() {
        let secret = Array("12345678901234567890".utf8)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let now = Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random))
            let current = TOTP.counter(at: now)
            for offset in Int64(-3)...3 {
                let code = TOTP.code(secret: secret, counter: current + offset)
                let accepted = TOTP.acceptedCounter(of: code, secret: secret, now: now, after: nil)
                if abs(offset) <= 1 {
                    #expect(accepted != nil)
                } else if let accepted {
                    // One code in a million is also the code of another step.
                    #expect(TOTP.code(secret: secret, counter: accepted) == code)
                }
            }
        }
    }

    @Test func aCodeWorksOnce() throws {
        let secret = TOTP.newSecret()
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        let code = TOTP.code(secret: secret, counter: TOTP.counter(at: now))
        let used = try #require(TOTP.acceptedCounter(of: code, secret: secret, now: now, after: nil))
        #expect(TOTP.acceptedCounter(of: code, secret: secret, now: now, after: used) == nil)
        let earlier = TOTP.code(secret: secret, counter: used - 1)
        #expect(TOTP.acceptedCounter(of: earlier, secret: secret, now: now, after: used) == nil)
    }

    @Test func readsCodesAsPeopleTypeThem() {
        #expect(TOTP.plainDigits("123 456") == "123456")
        #expect(TOTP.plainDigits("১২৩৪৫৬") == "123456")
        #expect(TOTP.plainDigits("١٢٣٤٥٦") == "123456")
        #expect(TOTP.plainDigits("12a456") == nil)
        #expect(TOTP.plainDigits("½23456") == nil)
    }

    @Test func theLinkEscapesNames() {
        let link = TOTP.link(secret: [1, 2, 3, 4, 5], account: "a b&c@x.example", issuer: "Sangam")
        #expect(link == "otpauth://totp/Sangam:a%20b%26c%40x.example?secret=AEBAGBAF&issuer=Sangam&algorithm=SHA1&digits=6&period=30")
    }
}

@Suite struct Base32Tests {
    /// RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func agreesWithTheStandard(plain: String, encoded: String) {
        #expect(Base32.encode(Array(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
    }

    @Test func everySecretComesBack() {
        var random = SeededGenerator(seed: 5)
        for length in 0..<64 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base32.encode(bytes)
            #expect(Base32.decode(text) == bytes)
            #expect(Base32.decode(Base32.grouped(text).lowercased()) == bytes)
        }
        #expect(Base32.decode("MZXW1") == nil)
    }

    @Test func recoveryCodesAreReadAsTheyWereWritten() {
        let codes = RecoveryCodes.make()
        #expect(Set(codes).count == RecoveryCodes.count)
        for code in codes {
            #expect(code.count == 19)
            let stored = RecoveryCodes.digest(typed: code)
            #expect(stored != nil)
            #expect(RecoveryCodes.digest(typed: code.uppercased().replacing("-", with: " ")) == stored)
        }
        #expect(RecoveryCodes.digest(typed: "abcd-efgh") == nil)
        #expect(RecoveryCodes.digest(typed: "") == nil)
    }
}
