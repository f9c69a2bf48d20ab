import Logging
import SQL

/// Removes, once a day, the files that nobody refers to any more: an attachment that was taken off, an upload that was given up.
public enum FileSweep {
    struct Nothing: Codable, Sendable {}

    /// A file that was just stored may be about to get its owner.
    static let grace = Duration.days(1)

    private static let job = JobKind<Nothing>("sweep-files")

    public static let handler = JobHandler(job) { _, context in
        let moment = context.services.now.adding(.zero - grace)
        let gone = try await context.services.database.write { try Files.deleteUnreferenced($0, createdBefore: moment) }
        context.services.logger.info("unused files removed", metadata: ["count": .stringConvertible(gone)])
    }

    public static let schedule = JobSchedule(
        name: "sweep-files", every: .days(1), offset: .hours(4), kind: job, payload: Nothing())
}
