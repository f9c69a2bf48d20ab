public import Platform
public import SQL

/// Reads what the report is computed from.
public enum ReadPartnershipReport {
    /// Over the partnerships that the principal may read.
    public static func run(
        _ connection: any Connection, for principal: Principal, now: Timestamp
    ) throws -> PartnershipReport {
        var entries: [PartnershipReport.Entry] = []
        var after: ID<Partnership>?
        var more = true
        while more {
            let batch = try PartnershipStore.list(connection, for: principal, after: after, limit: 500)
            let histories = try PartnershipHistory.steps(connection, of: batch.map(\.id))
            for one in batch {
                func countries(_ side: Partnership.Side) -> [String] {
                    Set(one.organisations(side).compactMap(\.country)).sorted()
                }
                entries.append(
                    .init(
                        stage: one.stage, furthest: one.furthest,
                        stays: StageTimes(histories[one.id] ?? [], now: now).stays, giving: countries(.giving),
                        asking: countries(.asking)))
            }
            after = batch.last?.id
            more = batch.count == 500
        }
        return PartnershipReport(entries)
    }
}
