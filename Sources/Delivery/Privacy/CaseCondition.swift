public import Platform
public import SQL

/// The same rules as conditions of a query over `case_record` (under the name `c` or its own): a list never holds what the rule
/// would refuse. A test compares the two with generated cases.
extension CaseRules {
    /// The cases that somebody who works in offices may see. Ask for the offices besides.
    public static func condition(for principal: Principal, in table: SQL = "case_record") -> SQL {
        if principal.isProgram { return "1 = 1" }
        let bars = CaseBar.matching(principal).map(\.description).sorted()
        let managed = principal.memberships.filter { $0.role == .serviceManager }.map(\.organisation)
        return """
            (\(table).reader = 'officer'
                OR \(table).office_id IN (SELECT o.id FROM office o WHERE o.organisation_id IN \(in: managed)))
            AND (\(table).barred = 0
                OR NOT EXISTS (SELECT 1 FROM case_bar b WHERE b.case_id = \(table).id AND b.bar IN \(in: bars)))
            """
    }

    /// The cases that anybody may know of.
    public static func publicCondition(in table: SQL = "case_record") -> SQL { "\(table).visibility = 'public'" }

    /// The cases that may be named in figures and messages.
    public static func unsealedCondition(in table: SQL = "case_record") -> SQL { "\(table).visibility <> 'sealed'" }
}
