import Language
import Platform
import SQL

/// Writes a concept, new or known, or takes it out of use.
enum ChangeConcept {
    static func save(_ connection: any Connection, _ act: Act, _ concept: Concept, version: Int, isNew: Bool) throws {
        try ChangeWeights.may(act.principal).orRefuse()
        var issues = concept.issues()
        if Slug.make(concept.key) != concept.key || concept.key.isEmpty { issues.append(ContentIssue("key", "error.concept-key")) }
        let known = try ConceptStore.find(connection, concept.key)
        if isNew, known != nil { issues.append(ContentIssue("key", "error.concept-known")) }
        guard issues.isEmpty else { throw Refusal.invalid(issues) }
        if !isNew {
            guard let known else { throw Refusal.notFound }
            guard known.version == version else { throw Refusal.changedMeanwhile(by: "", at: known.updatedAt ?? act.now) }
            if known.concept == concept { return }
        }
        try ConceptStore.put(connection, concept, isRemoved: false, at: act.now)
        try act.audit(
            connection, "match-concept.saved", "match-concept", concept.key, before: known?.concept, after: concept)
    }

    static func remove(_ connection: any Connection, _ act: Act, _ key: String, version: Int) throws {
        try ChangeWeights.may(act.principal).orRefuse()
        guard let known = try ConceptStore.find(connection, key) else { throw Refusal.notFound }
        guard known.version == version else { throw Refusal.changedMeanwhile(by: "", at: known.updatedAt ?? act.now) }
        try ConceptStore.put(connection, known.concept, isRemoved: true, at: act.now)
        try act.audit(connection, "match-concept.removed", "match-concept", key, before: known.concept, after: Concept?.none)
    }
}
