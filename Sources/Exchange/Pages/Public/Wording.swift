import HTML
import Platform

/// The network's codes and figures in the reader's words.
extension Words {
    func label(_ theme: Theme) -> String { self("theme.\(theme.rawValue)") }
    func label(_ stage: Stage) -> String { self("stage.\(stage.rawValue)") }
    func label(_ level: EvidenceLevel) -> String { self("evidence.\(level.rawValue)") }
    func label(_ level: GovernmentLevel) -> String { self("level.\(level.rawValue)") }
    func label(_ channel: Channel) -> String { self("channel.\(channel.rawValue)") }
    func label(_ kind: ConditionKind) -> String { self("condition.\(kind.rawValue)") }
    func label(_ necessity: Necessity) -> String { self("necessity.\(necessity.rawValue)") }
    func label(_ state: ConditionState) -> String { self("condition-state.\(state.rawValue)") }
    func label(_ instrument: Instrument) -> String { self("instrument.\(instrument.rawValue)") }
    func label(_ region: WorldRegion) -> String { self("region.\(region.rawValue)") }
    func label(_ urgency: Urgency) -> String { self("urgency.\(urgency.rawValue)") }
    func label(_ visibility: Visibility) -> String { self("visibility.\(visibility.rawValue)") }
    func label(_ status: AdoptionStatus) -> String { self("adoption-status.\(status.rawValue)") }
    func label(_ followUp: Opportunity.FollowUp) -> String { self("follow-up.\(followUp.rawValue)") }
    func label(_ state: SolutionState) -> String { self("solution-state.\(state.rawValue)") }
    func label(_ state: Need.State) -> String { self("need-state.\(state.rawValue)") }

    /// "16. Peace, justice and strong institutions"; for a target its number and its goal's name.
    func goal(_ code: String) -> String {
        guard let goal = SDG.goal(of: code) else { return code }
        let name = self("sdg.\(goal)")
        return code == String(goal)
            ? self("solutions.goal", ["number": number(goal), "name": name])
            : self("solution.target", ["code": code, "name": name])
    }

    /// A figure with as many decimals as it has, at most two.
    func figure(_ value: Double) -> String {
        let digits = value == value.rounded() ? 0 : ((value * 10) == (value * 10).rounded() ? 1 : 2)
        return number(value, fractionDigits: digits)
    }

    /// For the attribute `lang`: nil when a text is in the page's own language.
    func lang(of text: String) -> String? { text == language ? nil : text }

    /// A moment as people say it, with the exact time on demand.
    func time(of moment: Timestamp) -> HTML {
        HTML.time(date(moment), machine: isoDateTime(moment), exact: dateTime(moment))
    }

    /// A date as exact as it is known; what is no date is shown as it was written.
    func time(of partial: String) -> HTML {
        PartialDate.isValid(partial) ? HTML.time(date(partial), machine: partial) : "\(partial)"
    }

    var side: HTML.Direction { direction == .rtl ? .rtl : .ltr }
}

/// A person's line of text, in which an address on its own or at the end of the line can be followed.
func linked(_ text: String) -> HTML {
    text.split(separator: " ", omittingEmptySubsequences: false).map { part -> HTML in
        let word = String(part)
        return word.hasPrefix("http") && WebAddress.isValid(word)
            ? "<a href=\"\(url: word)\" rel=\"nofollow\">\(word)</a>" : "\(word)"
    }.joined(separator: " ")
}
