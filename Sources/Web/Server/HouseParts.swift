import HTTPTypes
import Platform

/// What all calls share: made once, at start.
final class HouseParts: Sendable {
    let services: Services
    let settings: WebSettings
    let assets: Assets
    let navigation: [NavigationItem]
    let voices: [ErrorVoice]
    let table: RouteTable
    let limiter = RateLimiter()
    let bodyWatch = BodyWatch()
    let executors = LoopExecutors()
    let requestIDs = RequestIDs()
    let cookies: Cookies
    /// Scheme and authority that forms of ours come from.
    let site: String
    let securityHeaders: [HTTPField]
    let languages: [OfferedLanguage]

    /// A language that pages can be read in, named in itself.
    struct OfferedLanguage: Sendable {
        let tag: String
        let name: String
        let direction: Direction
    }

    init(rooms: [Room], services: Services, settings: WebSettings, assets: Assets, routes: [Route]) throws {
        self.services = services
        self.settings = settings
        self.assets = assets
        let items = rooms.flatMap(\.navigation)
        navigation = NavigationItem.Area.allCases.flatMap { area in items.filter { $0.area == area } }
        voices = rooms.flatMap(\.voices)
        table = try RouteTable(routes)
        cookies = Cookies(isSecure: settings.isSecure)
        site = OriginCheck.site(of: settings.baseURL)
        securityHeaders = SecurityHeaders.fields(isSecure: settings.isSecure)
        languages = services.catalogue.languages.map { tag in
            let words = services.catalogue.words(tag)
            return OfferedLanguage(
                tag: tag, name: words.languageName(tag, inItself: true), direction: words.direction)
        }
    }
}
