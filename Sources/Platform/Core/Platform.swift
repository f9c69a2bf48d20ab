public import SQL

/// The schema of what all rooms stand on: people, audit, jobs, files.
public let platformMigrations: [Migration] = [
    PeopleStore.migration, Audit.migration, Jobs.migration, Files.migration,
]
