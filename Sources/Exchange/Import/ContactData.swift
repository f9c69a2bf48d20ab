/// Takes e-mail addresses out of texts that come from elsewhere: the catalogue keeps no personal contact.
enum ContactData {
    /// The text without addresses, and whether there were any.
    static func removed(from text: String) -> (text: String, found: Bool) {
        guard text.contains("@") else { return (text, false) }
        let clean = text.replacing(/[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+/, with: "[…]")
        return (clean, clean != text)
    }
}
