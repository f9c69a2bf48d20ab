public import Platform

extension MatchResults {
    /// For a terminal: each match with its score, its reasons and what is lacking.
    public func text(_ words: Words) -> String {
        var lines = [words(hasMeaning ? "matching.method.hybrid" : "matching.method.words"), ""]
        if matches.isEmpty { lines.append(words("matching.none")) }
        for (index, match) in matches.enumerated() {
            let title = match.content.reading(in: words.language).title.text
            let place = match.solution.country.map { words.country($0) } ?? match.organisation
            lines.append("\(words.number(index + 1)). \(title) (\(place))")
            lines.append("   " + match.scoreText(words))
            if match.isOwnCountry { lines.append("   " + words("matching.own-country")) }
            for reason in match.reasons {
                lines.append("   + \(words.number(reason.points, fractionDigits: 1))  \(reason.text(words)) [\(reason.field)]")
            }
            for gap in match.gaps { lines.append("   - \(gap.text(words))") }
            lines.append("")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Match {
    /// "Fit 71 of 100: 74 for the need, 68 from the provider's side, based on 70% of the information."
    public func scoreText(_ words: Words) -> String {
        func points(_ value: Float) -> String { words.number(Double(value) * 100, fractionDigits: 0) }
        return words(
            "matching.score",
            [
                "score": points(score.fused), "need": points(score.need), "provider": points(score.provider),
                "coverage": words.percent(Double(score.coverage)),
            ])
    }
}
