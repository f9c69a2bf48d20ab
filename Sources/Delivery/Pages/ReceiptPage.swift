import HTML
import Platform
import Web

/// The receipt: number, secret, due date, and what to do next, to keep on paper or as a picture.
struct ReceiptPage {
    let record: Case
    let office: LocalText
    let code: String
    let standing: Deadline.Standing

    func html(_ call: Call) throws -> HTML {
        let words = call.words
        let due = standing.due.map { words.date($0.description) } ?? ""
        let link = call.services.url("/track/\(record.reference)/open/\(code)")
        let picture = try QRCode(link).svg(title: words("receipt.qr"))
        return """
            \(HTML.pageHeading(words("receipt.title"), above: record.definition.name[words.language], lead: "\(words("receipt.lead"))"))\
            \(HTML.summaryList([
                HTML.Fact(words("track.reference"), "<strong class=\"case-code\"><bdi dir=\"ltr\">\(record.reference)</bdi></strong>"),
                HTML.Fact(words("track.code"), "<strong class=\"case-code\"><bdi dir=\"ltr\">\(code)</bdi></strong>"),
                HTML.Fact(words("receipt.due"), "\(due)"),
                HTML.Fact(words("track.office"), "\(office[words.language])"),
                HTML.Fact(words("receipt.where"), "<bdi dir=\"ltr\">\(call.services.url("/track"))</bdi>"),
            ]))\
            \(HTML.notice("\(words("receipt.keep"))", tone: .caution))\
            <figure class="qr-code">\(picture)<figcaption>\(words("receipt.qr"))</figcaption></figure>\
            \(HTML.buttons([HTML.buttonLink(words("receipt.follow"), url: "/track/\(record.reference)")]))
            """
    }
}
