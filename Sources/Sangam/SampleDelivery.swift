import Delivery
import Foundation
import Platform
import SQL

/// The sample network's services: one that people can apply for, and two grievance schemes, with their offices and calendars, and made-up
/// cases.
enum SampleDelivery {
    /// How to try the citizen's side, for the terminal.
    static let request =
        "A made-up request to follow at /track: number \(SampleRequest.reference), code \(SampleRequest.code)"

    static func load(_ services: Services) async throws {
        let act = Act(.program("command:sample"), at: services.now)
        for name in ["services", "open311", "grievances-in", "grievances-bd"] {
            let file = Bundle.module.bundleURL.appending(path: "Sample/\(name).json")
            let json = try String(contentsOf: file, encoding: .utf8)
            try await services.database.write { try ImportServiceFile.run($0, act, json: json) }
        }
        try await services.database.write { connection in
            try SampleRequest.load(connection, act)
        }
    }
}
