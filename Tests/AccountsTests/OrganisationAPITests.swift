import Foundation
import Platform
import SQL
import TestSupport
import Testing
import Web

@testable import Accounts

@Suite struct OrganisationAPITests {
    private struct List: Decodable {
        struct Item: Decodable { let key: String }
        let items: [Item]
        let next: String?
    }

    private func token(_ house: House, _ role: Role, _ scopes: Set<Scope>) async throws -> [String: String] {
        let person = try await house.person("\(role.rawValue)@office.example", roles: [role])
        let now = house.now
        let secret = try await house.write {
            try APITokenStore.make(
                $0, for: person.id, name: "t", scopes: scopes, expiresAt: now.adding(.days(1)), by: person.acting,
                at: now
            ).secret
        }
        return ["authorization": "Bearer \(secret)"]
    }

    @Test(arguments: Engine.allCases)
    func pagesThroughAll(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            for index in 0..<12 { try await house.organisation("o-\(index)") }
            try await house.browse { browser in
                var keys: [String] = []
                var path: String? = "/api/v1/organisations?limit=5"
                while let current = path {
                    let page = try await browser.request(.get, current)
                    let list = try JSONDecoder().decode(List.self, from: Data(page.bytes))
                    keys += list.items.map(\.key)
                    path = list.next.map { "/api/v1/organisations?limit=5&cursor=\($0)" }
                }
                #expect(keys.count == 12)
                #expect(Set(keys).count == 12)
                #expect(try await browser.request(.get, "/api/v1/organisations?cursor=nonsense").status == 400)
                #expect(try await browser.request(.get, "/api/v1/organisations/nowhere").status == 404)
            }
        }
    }

    @Test func createsAndChangesWithTheVersionThatWasRead() async throws {
        try await withHouse(.sqlite) { house in
            let headers = try await token(house, .secretariat, [.write])
            try await house.browse { browser in
                browser.headers = headers
                let made = try await browser.json(
                    .post, "/api/v1/organisations",
                    #"{"key":"gov-na","name":" Namibia ","kind":"government","countryCode":"NA"}"#)
                #expect(made.status == 201)
                #expect(made.body.contains(#""name":"Namibia""#))
                let etag = try #require(made.header("etag"))
                let body = #"{"key":"gov-na","name":"Government of Namibia","kind":"government","countryCode":"NA"}"#
                let path = "/api/v1/organisations/gov-na"
                #expect(try await browser.json(.put, path, body).status == 428)
                #expect(try await browser.json(.put, path, headers: ["if-match": "\"old\""], body).status == 412)
                #expect(try await browser.json(.put, path, headers: ["if-match": etag], body).status == 200)
                let wrong = try await browser.json(
                    .post, "/api/v1/organisations", #"{"key":"A B","name":"","kind":"club"}"#)
                #expect(wrong.status == 422)
                #expect(wrong.header("content-type")?.hasPrefix("application/problem+json") == true)
            }
        }
    }

    @Test(arguments: [(Role.officer, 403), (.administrator, 403), (.secretariat, 200)])
    func importsForEditorsOnly(role: Role, status: Int) async throws {
        try await withHouse(.sqlite) { house in
            // Without the scope `admin` an administrator's token has not that role.
            let headers = try await token(house, role, [.read, .write])
            try await house.browse { browser in
                browser.headers = headers
                let answer = try await browser.request(
                    .post, "/api/v1/organisations.csv", headers: ["content-type": "text/csv"],
                    body: Array("key,name,kind\nx,X,ngo\n".utf8))
                #expect(answer.status == status)
                let export = try await browser.request(.get, "/api/v1/organisations.csv")
                #expect(export.body.contains("x,X,ngo") == (status == 200))
            }
        }
    }
}
