import HTML
import Platform
import Web

/// The day on which an operator took something down where there was no network.
enum CaptureDate {
    static let key = "captured"

    static func html(_ controls: Controls, _ words: Words) -> HTML {
        controls.date(key, legend: words("apply.captured"), hint: words("apply.captured.hint"), isRequired: false)
    }

    /// Noon of that day, UTC, or now if that is earlier: a day is all that people remember.
    static func read(_ form: Form, now: Timestamp) throws -> Timestamp? {
        let field = FormField(key: key, kind: .date, label: [:], isRequired: false)
        let reading = FormReading([field], typed: form.values, files: [])
        guard reading.issues.isEmpty else { throw Refusal.invalid(reading.issues) }
        guard let day = reading.answers[key].flatMap({ Day($0) }) else { return nil }
        let noon = Timestamp(milliseconds: Int64(day.number) * 86_400_000 + 43_200_000)
        // Today's noon may lie ahead; tomorrow's does, and is refused.
        let captured = noon > now && noon.since(now) < .hours(12) ? now : noon
        let issues = RegisterCase.captureIssues(captured, now: now).map { FieldIssue(key, $0.key, $0.facts) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        return captured
    }
}
