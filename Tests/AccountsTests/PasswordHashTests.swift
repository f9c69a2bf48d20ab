import Testing
import Web

@testable import Accounts

@Suite struct PasswordHashTests {
    let cheap = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)

    @Test func theRightPasswordMatchesAfterBeingStoredAndReadBack() throws {
        let made = try PasswordHash("a river meets the sea", cost: cheap)
        let read = try #require(PasswordHash(made.description))
        #expect(read == made)
        #expect(try read.matches("a river meets the sea"))
        #expect(try !read.matches("a river meets the seA"))
        #expect(try !read.matches(""))
    }

    @Test func twoHashesOfOnePasswordDiffer() throws {
        let first = try PasswordHash("a river meets the sea", cost: cheap)
        let second = try PasswordHash("a river meets the sea", cost: cheap)
        #expect(first.key != second.key)
    }

    @Test func aLetterWrittenInTwoWaysIsOneLetter() throws {
        let composed = try PasswordHash("caf\u{E9} au lait noir", cost: cheap)
        #expect(try composed.matches("cafe\u{301} au lait noir"))
    }

    /// RFC 7914 §12, third vector: "pleaseletmein" with "SodiumChloride".
    @Test func agreesWithTheStandard() throws {
        let key =
            "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw=="
        let stored = try #require(PasswordHash("$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$\(key)"))
        #expect(try stored.matches("pleaseletmein"))
        #expect(try !stored.matches("pleaseletmeout"))
    }

    @Test(arguments: [
        "", "password", "$scrypt$", "$scrypt$ln=15,r=8$c2FsdHNhbHQ=$AAAA", "$bcrypt$ln=15,r=8,p=3$c2FsdHNhbHQ=$AAAA",
        "$scrypt$ln=60,r=8,p=1$c2FsdHNhbHQ=$c2FsdHNhbHRzYWx0c2FsdA==",
        "$scrypt$ln=x,r=8,p=1$c2FsdHNhbHQ=$c2FsdHNhbHRzYWx0c2FsdA==",
        "$scrypt$ln=4,r=8,p=1$!!$c2FsdHNhbHRzYWx0c2FsdA==",
    ])
    func refusesWhatIsNoHash(_ text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func aHashWithOldParametersIsUpgradedAtSignIn() async throws {
        let hasher = try PasswordHasher(cost: cheap)
        let old = try PasswordHash(
            "a river meets the sea", cost: .init(logRounds: 3, blockSize: 1, parallelism: 1))
        guard case .right(let upgraded?) = try await hasher.check("a river meets the sea", against: old) else {
            Issue.record("The password was right and its hash old.")
            return
        }
        #expect(upgraded.cost == cheap)
        #expect(try await hasher.check("a river meets the sea", against: upgraded) == .right(upgraded: nil))
        #expect(try await hasher.check("something else here", against: upgraded) == .wrong)
    }

    @Test func nobodyMatchesTheDummy() async throws {
        let hasher = try PasswordHasher(cost: cheap)
        #expect(try await hasher.check("a river meets the sea", against: nil) == .wrong)
    }

    @Test func refusesWhenTooManyWait() async throws {
        let hasher = try PasswordHasher(cost: cheap, limit: 0)
        let problem = await #expect(throws: Problem.self) {
            try await hasher.check("a river meets the sea", against: nil)
        }
        #expect(problem?.status == .tooMany)
    }
}
