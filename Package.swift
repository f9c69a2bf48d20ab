// swift-tools-version: 6.2

import PackageDescription

// Warnings are errors with the compilers that this was written with; a newer one may have new ones, and still builds.
#if compiler(<6.4)
    let warnings: [SwiftSetting] = [.treatAllWarnings(as: .error)]
#else
    let warnings: [SwiftSetting] = []
#endif

let house: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + warnings

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: house)
}

let package = Package(
    name: "sangam",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sangam", targets: ["Sangam"]),
        // For Benchmarks/, a package of its own.
        .library(name: "HTML", targets: ["HTML"]),
        .library(name: "SQL", targets: ["SQL"]),
        .library(name: "Language", targets: ["Language"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["JSON", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // System libraries.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .target(name: "CEncoder"),
        .target(name: "CAllocator"),
        .target(
            name: "CICU",
            linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),

        // The walls.
        module("SQL", [.product(name: "Crypto", package: "swift-crypto")]),
        module(
            "SQLiteDriver",
            [
                "SQL",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        module("PostgresDriver", ["SQL", "CPostgres"]),
        module("Language", ["CICU", "CStemmer", "CEncoder", "COpenBLAS"]),
        module(
            "Embeddings",
            [
                "Language",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        module(
            "Outbound",
            [
                "Platform",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        module("HTML"),
        module(
            "Platform",
            [
                "SQL", "Language", "CAllocator",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ], resources: [.copy("Languages"), .copy("Reference")]),
        module(
            "Web",
            [
                "Platform", "SQL", "HTML", "Language", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], resources: [.copy("Static"), .copy("Languages")]),

        // The rooms.
        module(
            "Accounts",
            [
                "Platform", "SQL", "HTML", "Web", "Language",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ], resources: [.copy("Languages")]),
        module(
            "Exchange",
            [
                "Platform", "SQL", "HTML", "Web", "Language",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.copy("Languages"), .copy("Reference")]),
        module(
            "Delivery",
            ["Platform", "SQL", "HTML", "Web", "Language", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.copy("Languages")]),

        // The house, put together.
        .executableTarget(
            name: "Sangam",
            dependencies: [
                "SQL", "SQLiteDriver", "PostgresDriver", "Platform", "Web", "HTML", "Language",
                "Accounts", "Exchange", "Delivery", "Embeddings", "Outbound",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Sample"), .copy("Languages")],
            swiftSettings: house),

        // Tests.
        testSupport,
        tests("SQLTests", ["SQL", "SQLiteDriver", "PostgresDriver", "TestSupport"]),
        tests("LanguageTests", ["Language"], exclude: ["Encoder/Reference"]),
        tests(
            "EmbeddingsTests",
            [
                "Embeddings", "Language",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests("HTMLTests", ["HTML"]),
        tests("PlatformTests", ["Platform", "SQL", "TestSupport"]),
        tests(
            "WebTests",
            [
                "Web", "Platform", "SQL", "HTML", "CZlib", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], exclude: ["Golden"]),
        tests(
            "AccountsTests",
            ["Accounts", "Web", "Platform", "SQL", "TestSupport"]),
        tests(
            "ExchangeTests", ["Exchange", "Web", "HTML", "Platform", "SQL", "Language", "TestSupport"],
            exclude: ["Golden"]),
        tests(
            "DeliveryTests", ["Delivery", "Outbound", "Web", "HTML", "Platform", "SQL", "TestSupport"], exclude: ["Golden"]),
        tests(
            "SangamTests",
            [
                "Sangam", "Accounts", "Exchange", "Delivery", "Web", "Platform", "SQL", "HTML", "Language", "TestSupport",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
    ]
)

/// What several test targets share: a leased database on each engine, a fixed clock, a browser.
var testSupport: Target {
    .target(
        name: "TestSupport",
        dependencies: [
            "SQL", "SQLiteDriver", "PostgresDriver", "Platform",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "Subprocess", package: "swift-subprocess"),
        ],
        path: "Tests/TestSupport", swiftSettings: house)
}
