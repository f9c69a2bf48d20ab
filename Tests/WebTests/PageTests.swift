import Foundation
import Platform
import TestSupport
import Testing

@testable import Web

@Suite struct PageTests {
    @Test(arguments: ["en", "bn", "ar"])
    func thePageIsAsItWas(language: String) async throws {
        try await TestHouse.open { browser, _ in
            browser.language = language
            let page = try await browser.request(.get, "/notes/water?q=x")
            // The hash in an address changes with the style sheet, not with the layout.
            let body = page.body.replacing(/\.[0-9a-f]{10}\./, with: ".HASH.")
            try assertGolden("\(page.status)\n\(body)", "page-\(language)")
        }
    }

    @Test func theProblemDocumentIsAsItWas() async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.request(.get, "/api/v1/nowhere")
            let body = page.body.replacing(/"requestId":"\w+"/, with: "\"requestId\":\"ID\"")
            try assertGolden("\(page.status)\n\(body)", "problem")
        }
    }

    @Test func everyWordIsThereInEveryLanguage() throws {
        let catalogue = try Catalogue(folders: [WebRoom.languages])
        for language in catalogue.languages {
            #expect(catalogue.missing(language) == [], "\(language)")
            for key in catalogue.keys("en") {
                #expect(catalogue.placeholders(key, language) == catalogue.placeholders(key, "en"), "\(key) \(language)")
            }
        }
    }

    @Test func everyProblemHasItsWords() throws {
        let words = try Catalogue(folders: [WebRoom.languages]).words("en")
        let problems: [Problem] = [
            .notFound, .gone, .unauthorised, .unsupported, .preconditionFailed, .preconditionRequired, .tooSlow, .otherOrigin,
            .scopeMissing, .malformed, .internalFault, .tooLarge(limit: 1), .tooMany(retryAfter: 1), .unavailable(retryAfter: 1),
            .invalidJSON(at: "", ""), .methodNotAllowed([]), .invalid(FieldErrors()),
        ]
        for problem in problems {
            #expect(words.has(problem.titleKey) && words.has(problem.detailKey ?? ""), "\(problem.code)")
        }
    }
}
