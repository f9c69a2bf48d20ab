import HTML
import Platform
import SQL
import Web

/// The form that proposes an introduction: what, for whom, and a few words to both.
struct IntroductionNewPage: Sendable {
    let solution: Solution
    let link: SolutionLink
    let giving: Organisation
    /// nil when it is proposed without a need.
    let need: Need?
    /// For whom it may be asked; one when the need says it.
    let asking: [Organisation]
    /// The partnership in *interest* that it is to continue.
    let partnership: Partnership?
    static func read(
        _ connection: any Connection, need needSlug: String?, solution slug: String?, partnership partnershipSlug: String?,
        for principal: Principal
    ) throws -> IntroductionNewPage {
        guard let solution = try slug.flatMap({ try SolutionStore.find(connection, slug: lastPart($0)) }),
            let link = try SolutionStore.link(connection, to: solution.id),
            let giving = try PeopleStore.organisation(connection, solution.organisation)
        else { throw Refusal.notFound }
        var need: Need?
        if let needSlug {
            guard let found = try NeedStore.find(connection, slug: lastPart(needSlug)),
                NeedRules.mayRead(principal, found).allowed
            else { throw Refusal.notFound }
            need = found
        }
        let partnership = try partnershipSlug.map { slug -> Partnership in
            guard let found = try PartnershipStore.find(connection, slug: slug),
                PartnershipRules.mayWrite(principal, found.parties).allowed
            else { throw Refusal.notFound }
            return found
        }
        let asking: [Organisation]
        if let need {
            asking = try PeopleStore.organisations(connection, ids: [need.organisation])
        } else if let known = partnership?.organisations(.asking), !known.isEmpty {
            asking = known
        } else {
            asking = try OwnerChoice.read(connection, for: principal).organisations.filter { $0.id != giving.id }
        }
        return IntroductionNewPage(
            solution: solution, link: link, giving: giving, need: need, asking: asking, partnership: partnership)
    }

    /// The end of an address, for those who paste a whole one.
    static func lastPart(_ text: String) -> String { text.split(separator: "/").last.map(String.init) ?? text }

    func proposal(_ form: Form) throws -> IntroductionProposal {
        let chosen = asking.count == 1 ? asking[0].id : form["asking"].flatMap { ID<Organisation>($0) }
        guard let chosen, asking.contains(where: { $0.id == chosen }) else {
            throw Refusal.invalid([ContentIssue("asking", "error.required")])
        }
        let origin: Introduction.Origin = form["weights"].map { .match(weightsVersion: String($0.prefix(40))) } ?? .person
        return IntroductionProposal(
            need: need?.id, solution: solution.id, asking: chosen, giving: giving.id, message: form["message"] ?? "",
            origin: origin, partnership: partnership?.id)
    }

    func html(_ call: Call, values: [String: [String]], errors: FieldErrors?) -> HTML {
        let words = call.words
        let controls = call.controls(values: values, errors: errors)
        let title = link.title(in: words.language)
        var facts: [HTML.Fact] = [
            .init(
                words("introduction.solution"),
                "<a href=\"\(url: "/solutions/\(solution.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"),
            .init(words("introduction.giving"), "\(isolated: giving.name)"),
        ]
        if let need {
            let title = need.content.title(in: words.language)
            facts.append(
                .init(
                    words("introduction.need"),
                    "<a href=\"\(url: "/needs/\(need.slug)")\"><bdi\(attribute: "lang", words.lang(of: title.language))>\(title.text)</bdi></a>"))
        }
        if asking.count == 1 { facts.append(.init(words("introduction.asking"), "\(isolated: asking[0].name)")) }
        if let partnership {
            facts.append(
                .init(
                    words("introduction.partnership"),
                    "<a href=\"\(url: "/partnerships/\(partnership.slug)")\">\(isolated: partnership.content.title)</a>"))
        }
        return """
            \(HTML.breadcrumbs(label: words("work.way"), [.init(words("introductions.title"), url: "/introductions")]))\
            \(HTML.pageHeading(words("introduction.new"), lead: "\(words("introduction.new.lead"))"))\
            \(controls.errorSummary(words("edit.errors")))\(HTML.summaryList(facts))\
            \(HTML.form(action: "/introductions/new", asksBeforeLeaving: true, """
                \(HTML.hidden("solution", value: solution.slug))\
                \(with: need, { HTML.hidden("need", value: $0.slug) })\
                \(with: partnership, { HTML.hidden("partnership", value: $0.slug) })\
                \(with: values["weights"]?.first, { HTML.hidden("weights", value: $0) })\
                \(if: asking.count != 1, controls.select(
                    "asking", label: words("introduction.asking"), hint: words("introduction.asking.hint"),
                    options: asking.map { .init($0.id.description, $0.name) }))\
                \(controls.textArea(
                    "message", label: words("introduction.message"), hint: words("introduction.message.hint"),
                    isRequired: false, maxLength: Introduction.messageLimit))\
                \(HTML.button(words("introduction.propose")))
                """))
            """
    }
}
