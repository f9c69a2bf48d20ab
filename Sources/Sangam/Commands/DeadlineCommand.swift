import ArgumentParser
import Delivery
import Foundation
import Logging
import Platform

/// `sangam deadline …`: due dates, from files alone. No database is opened.
struct DeadlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline", abstract: "Work out due dates.",
        subcommands: [DeadlineExplain.self, DeadlineLife.self, DeadlineMeasure.self])
}

/// `sangam deadline explain --rule R.json --calendar C.json --events E.json --format json|text`
struct DeadlineExplain: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, text }

    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tell when something is due, and why: each day with its reason.",
        discussion: "The three files are described in docs/api/deadlines.md, with a JSON Schema for each.")

    @Option(help: "The rule: limit, unit, and what waiting does.") var rule: String
    @Option(help: "The calendar: time zone, weekend, holidays.") var calendar: String
    @Option(help: "What happened: received, waiting, resumed, decided…") var events: String
    @Option(help: "json or text.") var format: Format = .text
    @Option(help: "The moment to tell it for, such as 2026-04-02T09:00:00+06:00; now if not given.") var at: String?

    func run() async throws {
        let words = try Program.catalogue(of: [Delivery.room()], logger: .init(label: "sangam")).words("en")
        let files = DeadlineFiles(words: words)
        let rule = try files.read(rule) { try DeadlineRule(document: $0) }
        let calendar = try files.read(calendar) { try WorkingCalendar(CalendarDefinition(document: $0)) }
        let history = try files.read(events) { try DeadlineEvent.read(document: $0) }
        let moment = try moment(last: history.map(\.at).max())
        let explanation = try files.naming(events) {
            try DeadlineExplanation(rule: rule, calendar: calendar, events: history, at: moment)
        }
        switch format {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(DeadlineDocument(explanation, words)), as: UTF8.self))
        case .text: print(DeadlineText.lines(explanation, unit: rule.unit, words).joined(separator: "\n"))
        }
    }

    /// Now, or the last event if that lies ahead: a history that was written down for another time is told as it ends.
    private func moment(last: Timestamp?) throws -> Timestamp {
        guard let at else { return max(SystemClock().now, last ?? SystemClock().now) }
        guard let moment = RFC3339.parse(at) else {
            throw ValidationError("--at: “\(at)” is no moment. Write it like 2026-04-02T09:00:00+06:00.")
        }
        return moment
    }
}

/// Reads the documents; what is wrong is told with file, field and what to do, and nothing is worked out.
private struct DeadlineFiles {
    let words: Words

    func read<Value>(_ path: String, _ make: (JSONValue) throws -> Value) throws -> Value {
        let text = try ImportFile(path: path).text()
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            complain("\(path): \(words("error.json-broken"))")
            throw ExitCode.failure
        }
        return try naming(path) { try make(value) }
    }

    func naming<Value>(_ path: String, _ make: () throws -> Value) throws -> Value {
        do {
            return try make()
        } catch let found as FieldIssues {
            for issue in found.issues {
                complain("\(path)\(issue.field.isEmpty ? "" : ", \(issue.field)"): \(words(issue.key, issue.facts))")
            }
            throw ExitCode.failure
        }
    }
}

/// `sangam deadline measure`: how many due dates one core works out in a second, for script/bench.
struct DeadlineMeasure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Measure how fast due dates are worked out.", shouldDisplay: false)

    @Option(help: "How many due dates.") var count = 5_000_000

    func run() async throws {
        let rate = try DeadlineSpeed.measure(count: count)
        print("{\"figure\": \"due dates, 30 working days, one core\", \"perSecond\": \(Int(rate))}")
    }
}

/// `sangam deadline life`: the life of a case as a page, from the table that the program obeys.
struct DeadlineLife: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "life", abstract: "Print the life of a case: who may do what, from where, and what it needs.")

    func run() async throws { print(CaseLifeDocument.text, terminator: "") }
}
