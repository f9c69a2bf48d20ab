import Crypto
import Foundation
import Platform
import SQL

/// How a citizen can be reached: what they gave in the form, or in the questions that stand below a form without any.
struct CaseContact: Sendable, Equatable {
    enum Channel: String, Sendable, CaseIterable { case mail, text }

    let phone: String?
    let mail: String?

    init(_ record: Case) { self.init(record.definition.form, record.answers) }

    init(_ form: [FormField], _ answers: FormAnswers) {
        let fields = form + Self.extra(form)
        phone = fields.lazy.compactMap { field in
            switch field.kind {
            case .phone: answers[field.key]
            case .person: answers["\(field.key).phone"]
            default: nil
            }
        }.first
        mail = fields.lazy.compactMap { $0.kind == .email ? answers[$0.key] : nil }.first { MailAddress.isValid($0) }
    }

    private init(phone: String?, mail: String?) { (self.phone, self.mail) = (phone, mail) }

    /// That of a case of any kind: who complains gives it apart from the form, and who appeals gave it with the first case.
    static func of(_ connection: any Connection, _ record: Case) throws -> CaseContact {
        let own = CaseContact(record)
        guard record.kind != .request, own.isEmpty, CaseNotices.isTold(record) else { return own }
        if let typed = try GrievanceStore.identity(connection, record.id)?.contact {
            if MailAddress.isValid(typed) { return CaseContact(phone: nil, mail: typed) }
            let isPhone = typed.allSatisfy { $0.isNumber || "+-() .".contains($0) } && typed.contains(where: \.isNumber)
            return CaseContact(phone: isPhone ? typed : nil, mail: nil)
        }
        return try GrievanceStore.chain(connection, record).last.map { CaseContact($0) } ?? own
    }

    var isEmpty: Bool { phone == nil && mail == nil }

    /// Where each channel leads, in the form in which addresses are compared.
    func addresses(_ lines: Lines) -> [(channel: Channel, address: String)] {
        var found: [(Channel, String)] = []
        if let mail { found.append((.mail, mail)) }
        if let number = phone.flatMap({ PhoneNumber.normal($0, country: lines.country) }) { found.append((.text, number)) }
        return found
    }

    /// Addresses are compared by their hash where only that is needed.
    static func hash(_ address: String) -> String {
        Data(SHA256.hash(data: Data("notice \(address.lowercased())".utf8))).base64EncodedString()
    }

    static let phoneKey = "reach-phone"
    static let mailKey = "reach-mail"

    /// The questions for a form that asks neither for a telephone nor for a mail address. Nobody has to answer them.
    static func extra(_ form: [FormField], phone: LocalText = [:], mail: LocalText = [:]) -> [FormField] {
        let asks = form.contains { $0.kind == .phone || $0.kind == .email || $0.kind == .person }
        return asks
            ? []
            : [
                FormField(key: phoneKey, kind: .phone, label: phone, isRequired: false, most: 40),
                FormField(key: mailKey, kind: .email, label: mail, isRequired: false, most: 254),
            ]
    }
}
