/// Telephone numbers in one form: `+6791234567`, or the digits alone where no calling code is known.
enum PhoneNumber {
    /// nil for what cannot be dialled.
    /// - Parameter country: the calling code of numbers that have none.
    static func normal(_ typed: String, country: String) -> String? {
        let text = FormReading.western(typed)
        let digits = text.filter { $0.isASCII && $0.isNumber }
        guard (5...20).contains(digits.count) else { return nil }
        if text.contains("+") { return "+" + digits }
        if digits.hasPrefix("00") { return "+" + digits.dropFirst(2) }
        if country.isEmpty { return digits }
        // Written with the calling code but without its sign, as gateways do.
        if digits.hasPrefix(country), digits.count >= country.count + 6 { return "+" + digits }
        return "+" + country + (digits.hasPrefix("0") ? String(digits.dropFirst()) : digits)
    }

    /// As the gateway calls it: from abroad, with or without its sign.
    static func ofSender(_ given: String, country: String) -> String? {
        let digits = given.filter { $0.isASCII && $0.isNumber }
        guard (3...20).contains(digits.count) else { return nil }
        return given.contains("+") ? "+" + digits : normal(digits, country: country) ?? digits
    }
}
