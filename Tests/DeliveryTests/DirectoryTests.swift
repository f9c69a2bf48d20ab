import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Delivery

/// The public directory of services and the page of each, as everybody sees them, on both engines.
struct DirectoryTests {
    @Test(arguments: Engine.allCases)
    func aServiceIsFoundAndLeadsToItsForm(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            let list = try await browser.visit("/services")
            #expect(list.has("4 services") && list.has("Poverty Benefit Scheme"))
            let found = try await browser.visit("/services?q=household+help")
            #expect(found.has("1 service for “household help”"))
            #expect(try await browser.visit("/services?q=passport").has("No service fits."))
            let page = try await browser.visit("/services/poverty-benefit-scheme")
            #expect(page.has("What happens after you apply") && page.has("An officer visits the household") && page.has("30 working days"))
            #expect(try await browser.follow("Apply").heading == "Poverty Benefit Scheme")
            #expect(browser.page.path == DeliveryHouse.address)
            try await browser.visit("/services/complaints-india")
            try await browser.follow("Complain")
            #expect(browser.page.path == "/complain/complaints-india")
            #expect(try await browser.visit("/services/no-such-service").status == 404)
            let bangla = try await browser.visit("/services?q=দারিদ্র্য&lang=bn")
            #expect(bangla.has("দারিদ্র্য ভাতা"))
        }
    }

    @Test func thePagesAreTheseWords() async throws {
        try await DeliveryHouse.open(on: .sqlite) { browser, _ in
            for language in ["en", "bn", "ar"] {
                try assertGolden(try await browser.visit("/services?lang=\(language)"), "services-\(language)")
                try assertGolden(
                    try await browser.visit("/services/poverty-benefit-scheme?lang=\(language)"), "service-\(language)")
            }
        }
    }

    /// Strange addresses still open a list, and say nothing that was not asked.
    @Test(arguments: Engine.allCases)
    func anAddressThatCannotBeIsNoFault(on engine: Engine) async throws {
        try await DeliveryHouse.open(on: engine) { browser, _ in
            for query in ["country=XX&event=none&for=%00", "cursor=zz", "cursor=1-1", "q=%22%22%2A-", "ministry=%3Cscript%3E", "agency=no-such"] {
                let page = try await browser.visit("/services?\(query)")
                #expect(page.status == 200, "\(query)")
            }
            let filtered = try await browser.visit("/services?agency=no-such")
            #expect(filtered.has("No service fits.") && filtered.links.contains { $0.url == "/services" })
        }
    }

    @Test func namesStandInTheirOrder() {
        let names = ["application for land", "application for leave", "birth certificate", "birth", "zoo", "1 permit"].sorted()
        let keys = names.map { TitleKey($0) }
        for (first, second) in zip(keys, keys.dropFirst()) { #expect((first.first, first.rest) < (second.first, second.rest)) }
    }
}
