// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that nobody who only builds Sangam downloads what measures it. Run by script/bench.
let package = Package(
    name: "sangam-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "sangam", path: ".."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Literals",
            dependencies: [
                .product(name: "SQL", package: "sangam"),
                .product(name: "HTML", package: "sangam"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Literals",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        // Not directly in this folder: the benchmark plug-in takes what is there for a benchmark.
        .executableTarget(
            name: "RawCommits", dependencies: [.product(name: "GRDB", package: "GRDB.swift")], path: "Yardstick/RawCommits"),
        .executableTarget(
            name: "Encoding", dependencies: [.product(name: "Language", package: "sangam")], path: "Yardstick/Encoding"),
    ]
)
