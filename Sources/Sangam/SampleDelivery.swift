import Delivery
import Foundation
import Platform
import SQL

/// The sample network's services: one that people can apply for, with its offices and calendar.
enum SampleDelivery {
    static func load(_ services: Services) async throws {
        for name in ["services", "open311"] {
            let file = Bundle.module.bundleURL.appending(path: "Sample/\(name).json")
            let json = try String(contentsOf: file, encoding: .utf8)
            let act = Act(.program("command:sample"), at: services.now)
            try await services.database.write { try ImportServiceFile.run($0, act, json: json) }
        }
    }
}
