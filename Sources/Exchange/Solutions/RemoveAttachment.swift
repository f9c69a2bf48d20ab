public import Platform
public import SQL

/// Takes a document away from a solution.
public enum RemoveAttachment {
    public static func run(
        _ connection: any Connection, _ act: Act, solution id: ID<Solution>, attachment: ID<Attachment>
    ) throws {
        guard let solution = try SolutionStore.find(connection, id: id) else { throw Refusal.notFound }
        try SolutionRules.mayEdit(act.principal, solution.ownership).orRefuse()
        guard let found = try AttachmentStore.find(connection, id: attachment), found.solution == id,
            try AttachmentStore.delete(connection, id: attachment)
        else { throw Refusal.notFound }
        try act.audit(
            connection, "solution.attachment-removed", "solution", id.description,
            before: ["attachment": found.id.description, "file": found.file, "name": found.name], after: String?.none)
    }
}
