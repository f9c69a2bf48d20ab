import HTML
import Platform

/// Where the public pages lead those who may work on what they see.
enum WorkLinks {
    static func solution(_ solution: Solution, for principal: Principal) -> String? {
        SolutionRules.mayReadWork(principal, solution.ownership).allowed ? "/work/solutions/\(solution.slug)" : nil
    }

    /// Focal points and the secretariat ask for an introduction to the owner of what is offered.
    static func introduction(to solution: Solution, for principal: Principal) -> String? {
        solution.state.isPublic && solution.state != .archived && (principal.has(.focalPoint) || principal.has(.secretariat))
            ? Link.to("/introductions/new", [("solution", solution.slug)]) : nil
    }

    static func need(_ need: Need, for principal: Principal) -> String? {
        NeedRules.mayWrite(principal, organisation: need.organisation, country: need.country).allowed
            ? "/work/needs/\(need.slug)/edit" : nil
    }

    /// A visitor is led to sign in first; somebody whose roles state no needs is offered nothing.
    static func stateNeed(_ principal: Principal) -> String? {
        !principal.isSignedIn || principal.has(.focalPoint) || principal.has(.secretariat) ? "/work/needs/new" : nil
    }

    static func opportunity(_ opportunity: Opportunity, for principal: Principal) -> String? {
        FollowUpOpportunity.may(principal, country: opportunity.country).allowed
            ? "/work/opportunities/\(Link.segment(opportunity.reference))" : nil
    }
}
