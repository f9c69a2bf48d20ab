import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Shows how far long work has come: a bar that redraws itself on a terminal, plain lines in a log file.
///
///     var progress = Progress(label: "Importing solutions", total: rows.count)
///     for row in rows { …; progress.advance() }
///     progress.finish("228 solutions read, 3 problems")
///
/// Written to standard error, so that standard output stays clean for results.
public struct Progress {
    private let label: String
    private let total: Int?
    private let isTerminal: Bool
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private var done = 0
    private var shown: ContinuousClock.Instant?
    private var isFinished = false

    /// - Parameter total: how much there is to do; nil when nobody knows.
    public init(label: String, total: Int?) {
        self.init(
            label: label, total: total, isTerminal: isatty(FileHandle.standardError.fileDescriptor) == 1,
            now: { .now }, write: { FileHandle.standardError.write(Data($0.utf8)) })
    }

    init(
        label: String, total: Int?, isTerminal: Bool, now: @escaping () -> ContinuousClock.Instant,
        write: @escaping (String) -> Void
    ) {
        self.label = label
        self.total = total
        self.isTerminal = isTerminal
        self.now = now
        self.write = write
    }

    /// Cheap to call for every row: it draws at most ten times a second on a terminal, every ten seconds elsewhere.
    public mutating func advance(by count: Int = 1) { advance(to: done + count) }

    public mutating func advance(to count: Int) {
        done = count
        let moment = now()
        let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
        if let shown, shown.duration(to: moment) < pause { return }
        shown = moment
        draw()
    }

    /// Ends the bar with a line that stays.
    public mutating func finish(_ summary: String? = nil) {
        guard !isFinished else { return }
        isFinished = true
        let text = summary ?? "\(label): \(done)"
        write(isTerminal ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
    }

    private func draw() {
        guard isTerminal else {
            write(total.map { "\(label): \(done) of \($0)\n" } ?? "\(label): \(done)\n")
            return
        }
        guard let total, total > 0 else {
            write("\r\u{1B}[K\(label): \(done)")
            return
        }
        let share = min(1, max(0, Double(done) / Double(total)))
        let width = 30
        let full = Int(share * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        write("\r\u{1B}[K\(label) \(bar) \(Int(share * 100)) % (\(done) of \(total))")
    }
}
