import Delivery
import Foundation
import Platform
import SQL

/// The sample network's services: one that people can apply for, with its offices and calendar, and
/// made-up cases.
enum SampleDelivery {
    /// How to try the citizen's side, for the terminal.
    static let request =
        "A made-up request to follow at /track: number \(SampleRequest.reference), code \(SampleRequest.code)"

    static func load(_ services: Services) async throws {
        let file = Bundle.module.bundleURL.appending(path: "Sample/services.json")
        let json = try String(contentsOf: file, encoding: .utf8)
        let act = Act(.program("command:sample"), at: services.now)
        try await services.database.write { connection in
            try ImportServiceFile.run(connection, act, json: json)
            try SampleRequest.load(connection, act)
        }
    }
}
