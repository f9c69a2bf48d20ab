import Platform

extension PeopleStore {
    /// The address as it is kept, or nil if mail cannot be sent there.
    static func validEmail(_ text: String?) -> String? {
        guard let address = text.map(email), address.count <= 254, MailAddress.isValid(address) else { return nil }
        return address
    }
}
