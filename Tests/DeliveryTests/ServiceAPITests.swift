import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The directory for programs.
struct ServiceAPITests {
    @Test(arguments: Engine.allCases)
    func programsReadTheDirectory(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            let list = try JSONValue(parsing: try await browser.request(.get, "/api/v1/services?q=benefit").body)
            #expect(list["total"] == 1 && list["next"] == .null)
            #expect(list["items"]?.items.first?["slug"]?.text == "poverty-benefit-scheme")
            #expect(try JSONValue(parsing: try await browser.request(.get, "/api/v1/services?agency=none").body)["total"] == 0)
            for wrong in ["event=none", "for=nobody", "country=Fiji", "state=ajar", "limit=0", "limit=x", "cursor=no", "ministry=a%20b"] {
                let refused = try await browser.request(.get, "/api/v1/services?\(wrong)")
                #expect(refused.status == 400, "\(wrong)")
            }
            let one = try await browser.request(.get, "/api/v1/services/poverty-benefit-scheme")
            let document = try JSONValue(parsing: one.body)
            #expect(one.status == 200 && document["state"]?.text == "open" && document["definition"]?["form"]?.items.count == 9)
            #expect(document["organisation"]?.text == "dsw-fj")
            let csv = try await browser.request(.get, "/api/v1/services/poverty-benefit-scheme/file?format=csv")
            #expect(csv.header("content-type")?.hasPrefix("text/csv") == true && csv.body.hasPrefix("place,language,kind,value"))
            #expect(try await browser.request(.get, "/api/v1/services/poverty-benefit-scheme/file?format=xml").status == 400)
            #expect(try await browser.request(.get, "/api/v1/services/none").status == 404)
        }
    }
}
