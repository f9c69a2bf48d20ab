import Platform

/// What a contribution is counted in: a currency of ISO 4217, or days of an expert's work.
public struct QuantityUnit: Sendable, Hashable {
    /// `USD`, or `day`.
    public let code: String
    public static let day = QuantityUnit(known: "day")

    private init(known code: String) { self.code = code }

    /// nil for what is neither a currency nor `day`. Codes that stand for no money (metals, funds of account, tests) are refused.
    public init?(_ code: String) {
        guard code == "day" || CurrencyCode.isValid(code) && !Self.noMoney.contains(code) else { return nil }
        self.code = code
    }

    public var isMoney: Bool { code != "day" }

    /// How many decimals an amount has: ISO 4217's minor unit; half and tenth days for expert days.
    public var decimals: Int { isMoney ? Self.minorUnits[code] ?? 2 : 1 }

    /// ISO 4217, list one, where the minor unit is not 2.
    private static let minorUnits: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3,
        "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]

    private static let noMoney: Set<String> = [
        "XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA", "XBA", "XBB", "XBC", "XBD", "XTS", "XXX",
    ]

    /// All currencies that an amount can be in.
    public static let currencies: [String] = CurrencyCode.all.filter { !noMoney.contains($0) }
}

/// An amount as a whole number of its unit's smallest part: cents, fils, yen, tenths of a day. It is never a binary fraction.
public struct Quantity: Sendable, Hashable {
    public let minor: Int64
    public let unit: QuantityUnit

    /// So that some thousands of amounts still add up within 64 bits.
    public static let most: Int64 = 1_000_000_000_000_000

    public init(minor: Int64, unit: QuantityUnit) {
        self.minor = minor
        self.unit = unit
    }

    public enum Fault: Error, Sendable, Equatable {
        case noNumber, negative, tooMuch
        case tooManyDecimals(allowed: Int)
    }

    /// Reads what a person typed: digits of any script, with or without separators of thousands.
    public init(typed text: String, unit: QuantityUnit) throws(Fault) {
        guard let parts = TypedNumber.parts(text) else { throw .noNumber }
        let decimals = unit.decimals
        // "5.00 JPY" says nothing wrong; "5.25 JPY" does.
        let used = String(parts.fraction.reversed().drop { $0 == "0" }.reversed())
        guard used.count <= decimals else { throw .tooManyDecimals(allowed: decimals) }
        let digits = parts.whole + used + String(repeating: "0", count: decimals - used.count)
        guard let minor = Int64(digits), minor <= Self.most else { throw .tooMuch }
        if parts.isNegative, minor > 0 { throw .negative }
        self.init(minor: minor, unit: unit)
    }

    /// `1234.50`, as files and programs read it.
    public var text: String { Self.text(minor, decimals: unit.decimals) }

    static func text(_ minor: Int64, decimals: Int) -> String {
        guard decimals > 0 else { return String(minor) }
        let digits = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(minor < 0 ? "-" : "")\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}

extension Quantity.Fault {
    /// What a form or a file says of it.
    func issue(_ field: String, _ text: String, _ unit: QuantityUnit) -> ContentIssue {
        switch self {
        case .noNumber: ContentIssue(field, "error.number", ["value": text])
        case .negative: ContentIssue(field, "error.negative")
        case .tooMuch: ContentIssue(field, "contribution.error.too-much")
        case .tooManyDecimals(let allowed):
            ContentIssue(field, "contribution.error.decimals", ["unit": unit.code, "decimals": String(allowed)])
        }
    }
}

extension Words {
    /// "1,234.50 USD", "12.5 days": the code and not the sign, for many currencies are called dollar.
    func quantity(_ minor: Int64, _ unit: QuantityUnit) -> String {
        let parts = Quantity.text(minor, decimals: unit.decimals).split(separator: ".")
        let whole = parts.first.flatMap { Int($0) }.map { number($0) } ?? ""
        var amount = whole
        if parts.count == 2, unit.isMoney || parts[1].contains(where: { $0 != "0" }) {
            let digits = parts[1].compactMap { $0.wholeNumberValue.map { number($0) } }.joined()
            amount += String(number(0.5, fractionDigits: 1).dropFirst().dropLast()) + digits
        }
        return unit.isMoney ? "\(amount) \(unit.code)" : self("contribution.days", ["number": amount])
    }

    func quantity(_ quantity: Quantity) -> String { self.quantity(quantity.minor, quantity.unit) }
}
