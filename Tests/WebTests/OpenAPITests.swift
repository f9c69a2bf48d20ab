import Foundation
import Platform
import TestSupport
import Testing

@testable import Web

@Suite struct OpenAPITests {
    @Test func theDescriptionIsValid() async throws {
        try await TestHouse.open { browser, _ in
            let page = try await browser.request(.get, "/api/v1/openapi.json")
            #expect(page.status == 200)
            #expect(try await runPython("openapi_check.py", [Data(page.bytes)]) == "valid\n")
            try assertGolden(page, "openapi")
        }
    }
}
