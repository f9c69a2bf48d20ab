import Foundation
import Platform

/// An e-mail address as it is kept: without spaces around it, in small letters.
enum Email {
    static func folded(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    /// The address as it is kept, or nil if mail cannot be sent there.
    static func valid(_ text: String?) -> String? {
        guard let text else { return nil }
        let address = folded(text)
        return address.count <= 254 && MailAddress.isValid(address) ? address : nil
    }
}
