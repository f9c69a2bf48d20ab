import HTML
import Language
import Platform

/// The page of one solution, made to be read and printed.
struct SolutionPage: Sendable {
    /// How far a reader can rely on what stands here.
    enum Trust: Sendable, Equatable {
        /// A thematic reviewer with no tie to the owner has read it.
        case reviewed(Timestamp)
        case imported(registry: String)
        /// Entered by its owner or the secretariat, and read by nobody else yet.
        case unreviewed
    }

    /// Where the owner's country stood, as far as the country tables tell.
    struct Context: Sendable, Equatable {
        let country: String
        let region: String
        let launchedYear: Int?
        /// The income group at launch with the year of its table, and the latest one.
        let incomeAtLaunch: (year: String, group: String)?
        let incomeNow: (year: String, group: String)?
        let isLeastDeveloped, isLandlocked, isSmallIsland: Bool

        static func == (left: Context, right: Context) -> Bool {
            left.country == right.country && left.launchedYear == right.launchedYear
        }

        init?(_ code: String?, launchedYear: Int?) {
            guard let country = code.flatMap({ Countries.shared.country($0) }) else { return nil }
            self.country = country.code
            region = country.region
            self.launchedYear = launchedYear
            let years = country.incomeGroup.keys.sorted()
            incomeNow = years.last.flatMap { year in country.incomeGroup[year].map { (year, $0) } }
            // The table of the launch year or the one before it; a later table would tell of another time.
            let atLaunch = launchedYear.flatMap { launch in years.last { (Int($0) ?? .max) <= launch } }
            incomeAtLaunch = atLaunch.flatMap { year in country.incomeGroup[year].map { (year, $0) } }
            isLeastDeveloped = country.ldc
            isLandlocked = country.lldc
            isSmallIsland = country.sids
        }
    }

    let record: SolutionRecord
    let words: Words
    /// Of the content; the words around it are in the page's own.
    let language: String
    let reading: SolutionContent.Reading
    let trust: Trust
    let context: Context?
    let now: Timestamp
    /// Where its owner and its reviewers work on it; nil for everybody else.
    let workLink: String?
    /// Where those who may propose one ask for an introduction to its owner.
    var introductionLink: String?

    var solution: Solution { record.solution }
    var content: SolutionContent { record.content }
    var path: String { "/solutions/\(solution.slug)" }

    /// - Parameter wanted: the language that the address asks for (`?lang=th`), which need not be one of the pages'.
    init(_ record: SolutionRecord, words: Words, wanted: String?, now: Timestamp, workLink: String?) {
        self.record = record
        self.words = words
        self.now = now
        self.workLink = workLink
        let offered = record.content.languages
        language = wanted.flatMap { offered.contains($0) ? $0 : nil }
            ?? (offered.contains(words.language) ? words.language : record.content.language)
        reading = record.content.reading(in: language)
        context = Context(record.solution.country, launchedYear: record.content.launchedYear)
        if let validated = record.reviews.first(where: { $0.step == RevisionStep.validate.rawValue }) {
            trust = .reviewed(validated.at)
        } else if let origin = record.solution.origin {
            trust = .imported(registry: origin.registry)
        } else {
            trust = .unreviewed
        }
    }

    /// The other languages in which it can be read.
    var otherLanguages: [(tag: String, name: String)] {
        content.languages.filter { $0 != language }.map { tag in
            (tag, LanguageTag(tag)?.autonym ?? words.languageName(tag))
        }
    }

    /// Comparable figures of time, cost and visits; a cost only within one currency.
    struct Measure: Sendable, Equatable {
        let key: String
        let before: Double?
        let after: Double?
        let currency: String?
    }

    var measures: [Measure] {
        guard let tcv = content.tcv else { return [] }
        let (before, after) = (tcv.before, tcv.after)
        let oneCurrency = before?.currency == after?.currency || before?.cost == nil || after?.cost == nil
        var list = [Measure(key: "days", before: before?.days, after: after?.days, currency: nil)]
        if oneCurrency {
            list.append(
                Measure(
                    key: "cost", before: before?.cost, after: after?.cost,
                    currency: after?.currency ?? before?.currency))
        } else {
            list.append(Measure(key: "cost", before: before?.cost, after: nil, currency: before?.currency))
            list.append(Measure(key: "cost", before: nil, after: after?.cost, currency: after?.currency))
        }
        list.append(Measure(key: "visits", before: before?.visits, after: after?.visits, currency: nil))
        return list.filter { $0.before != nil || $0.after != nil }
    }

    /// What is known of its lineage is worth a tree.
    var hasLineage: Bool { record.derivedFrom != nil || !record.derived.isEmpty || !record.adoptions.isEmpty }
}
