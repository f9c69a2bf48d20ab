import Benchmark
import HTML
import SQL

/// The two literals that everything is made with: a page's markup and a statement's text.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))

    let rows = (1...50).map { (title: "Solution <\($0)>", country: "Côte d’Ivoire", year: 1990 + $0) }

    Benchmark(
        "HTML: a table of 50 rows",
        configuration: .init(metrics: [.wallClock, .throughput], scalingFactor: .one, maxDuration: .seconds(2))
    ) { benchmark in
        for _ in benchmark.scaledIterations {
            let page: HTML = """
                <table>\(rows.map { "<tr><th>\($0.title)</th><td>\($0.country)</td><td>\($0.year)</td></tr>" as HTML })</table>
                """
            blackHole(page)
        }
    }

    Benchmark("SQL: a statement with 8 values, worded for both engines") { benchmark in
        let stages = ["pilot", "scaled", "idea"]
        for _ in benchmark.scaledIterations {
            let filters: [SQL] = ["country = \("BD")", "year >= \(2017)", "stage IN \(in: stages)"]
            let statement: SQL = """
                SELECT id, title FROM solution WHERE \(filters.joined(" AND ")) AND id > \("0190") \
                ORDER BY id LIMIT \(21) OFFSET \(0)
                """
            for engine in Engine.allCases { blackHole(statement.rendered(for: engine)) }
        }
    }
}
