import HTML
import Platform
import SQL
import Web

/// The form that proposes an introduction: what, for whom, and a few words to both. Where the solution or the need is not known,
/// it asks for them first.
struct IntroductionNewPage: Sendable {
    /// What it is about, and who gives it.
    struct Offer: Sendable {
        let solution: Solution
        let link: SolutionLink
        let giving: Organisation

        /// nil for what is not public: nobody is introduced for it.
        static func find(_ connection: any Connection, slug: String) throws -> Offer? {
            guard let solution = try SolutionStore.find(connection, slug: slug), solution.state.isPublic,
                let link = try SolutionStore.link(connection, to: solution.id),
                let giving = try PeopleStore.organisation(connection, solution.organisation)
            else { return nil }
            return Offer(solution: solution, link: link, giving: giving)
        }
    }

    /// nil until it is known.
    let offer: Offer?
    /// nil when it is proposed without a need.
    let need: Need?
    /// For whom it may be asked; one when the need says it.
    let asking: OwnerChoice
    /// The partnership in *interest* that it is to continue.
    let partnership: Partnership?
    /// What the address names and the network does not have.
    let issues: [ContentIssue]

    static func read(
        _ connection: any Connection, need needSlug: String?, solution slug: String?, partnership partnershipSlug: String?,
        for principal: Principal, showing words: Words? = nil
    ) throws -> IntroductionNewPage {
        var issues: [ContentIssue] = []
        let offer = try slug.flatMap { try Offer.find(connection, slug: lastPart($0)) }
        if offer == nil {
            let key = slug.map(\.isEmpty) ?? true ? "error.introduction.solution-wanted" : "error.introduction.solution"
            issues.append(ContentIssue("solution", key, ["value": slug ?? ""]))
        }
        var need: Need?
        if let needSlug, !needSlug.isEmpty {
            need = try NeedStore.find(connection, slug: lastPart(needSlug))
                .flatMap { NeedRules.mayRead(principal, $0).allowed ? $0 : nil }
            if need == nil { issues.append(ContentIssue("need", "error.introduction.need", ["value": needSlug])) }
        }
        let partnership = try partnershipSlug.map { slug -> Partnership in
            guard let found = try PartnershipStore.find(connection, slug: slug),
                PartnershipRules.mayWrite(principal, found.parties).allowed
            else { throw Refusal.notFound }
            return found
        }
        let asking: OwnerChoice
        if let need {
            asking = OwnerChoice(few: try PeopleStore.organisations(connection, ids: [need.organisation]))
        } else if let known = partnership?.organisations(.asking), !known.isEmpty {
            asking = OwnerChoice(few: known)
        } else {
            asking = try OwnerChoice.read(connection, for: principal, but: offer?.giving.id, showing: words)
        }
        return IntroductionNewPage(offer: offer, need: need, asking: asking, partnership: partnership, issues: issues)
    }

    /// The end of an address, for those who paste a whole one.
    static func lastPart(_ text: String) -> String { text.split(separator: "/").last.map(String.init) ?? text }

    func proposal(_ connection: any Connection, _ form: Form) throws -> IntroductionProposal {
        guard let offer, issues.isEmpty else { throw Refusal.invalid(issues) }
        var faults: [ContentIssue] = []
        guard let chosen = try asking.chosen(connection, form["asking"], field: "asking", &faults) else {
            throw Refusal.invalid(faults)
        }
        let origin: Introduction.Origin = form["weights"].map { .match(weightsVersion: String($0.prefix(40))) } ?? .person
        return IntroductionProposal(
            need: need?.id, solution: offer.solution.id, asking: chosen, giving: offer.giving.id, message: form["message"] ?? "",
            origin: origin, partnership: partnership?.id)
    }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let form = offer.flatMap { issues.isEmpty ? proposing($0, controls, values, words) : nil }
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("introductions.title"), url: "/introductions")]))\
            \(HTML.pageHeading(words("introduction.new"), lead: "\(words("introduction.new.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\(form ?? finding(controls, values, words))
            """
    }

    /// Asks what it is about; what was typed already goes along.
    private func finding(_ controls: Controls, _ values: [String: [String]], _ words: Words) -> HTML {
        HTML.queryForm(action: "/introductions/new", """
            \(controls.text("solution", label: words("introduction.solution"), hint: words("introduction.solution.hint")))\
            \(controls.text(
                "need", label: words("introduction.need"), hint: words("introduction.need.hint"), isRequired: false))\
            \(with: partnership, { HTML.hidden("partnership", value: $0.slug) })\
            \(["weights", "message"].map { name in
                values[name]?.first.map { HTML.hidden(name, value: $0) } ?? ""
            })\
            \(HTML.button(words("introduction.find")))
            """)
            + "<p><a href=\"/solutions\">\(words("nav.solutions"))</a> · <a href=\"/needs\">\(words("nav.needs"))</a></p>\n"
    }

    private func proposing(
        _ offer: Offer, _ controls: Controls, _ values: [String: [String]], _ words: Words
    ) -> HTML {
        """
        \(HTML.summaryList(facts(offer, words)))\
        \(HTML.form(action: "/introductions/new", asksBeforeLeaving: true, """
            \(HTML.hidden("solution", value: offer.solution.slug))\
            \(with: need, { HTML.hidden("need", value: $0.slug) })\
            \(with: partnership, { HTML.hidden("partnership", value: $0.slug) })\
            \(with: values["weights"]?.first, { HTML.hidden("weights", value: $0) })\
            \(asking.field(
                controls, words, "asking", label: words("introduction.asking"), hint: words("introduction.asking.hint")))\
            \(controls.textArea(
                "message", label: words("introduction.message"), hint: words("introduction.message.hint"),
                isRequired: false, maxLength: Introduction.messageLimit))\
            \(HTML.button(words("introduction.propose")))
            """))
        """
    }

    private func facts(_ offer: Offer, _ words: Words) -> [HTML.Fact] {
        let title = offer.link.title(in: words.language)
        var facts: [HTML.Fact] = [
            .init(
                words("introduction.solution"),
                "<a href=\"\(url: "/solutions/\(offer.solution.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"),
            .init(words("introduction.giving"), "\(isolated: offer.giving.name)"),
        ]
        if let need {
            let title = need.content.title(in: words.language)
            facts.append(
                .init(
                    words("introduction.need"),
                    "<a href=\"\(url: "/needs/\(need.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"))
        }
        if let only = asking.only { facts.append(.init(words("introduction.asking"), "\(isolated: only.name)")) }
        if let partnership {
            facts.append(
                .init(
                    words("introduction.partnership"),
                    "<a href=\"\(url: "/partnerships/\(partnership.slug)")\">\(isolated: partnership.content.title)</a>"))
        }
        return facts
    }
}
