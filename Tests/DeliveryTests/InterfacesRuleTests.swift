import Foundation
import Platform
import TestSupport
import Testing

@testable import Delivery

/// The pure rules of texts, webhooks and figures.
struct InterfacesRuleTests {
    @Test func textsAreMeasuredAsOnTheAir() {
        #expect(TextLength.messages(String(repeating: "a", count: 160)) == 1)
        #expect(TextLength.messages(String(repeating: "a", count: 161)) == 2)
        #expect(TextLength.messages(String(repeating: "a", count: 306)) == 2 && TextLength.messages(String(repeating: "a", count: 307)) == 3)
        #expect(TextLength.units("€") == 2 && TextLength.isGSM("€[]{}") && !TextLength.isGSM("ক"))
        #expect(TextLength.messages(String(repeating: "ক", count: 70)) == 1 && TextLength.messages(String(repeating: "ক", count: 71)) == 2)
        #expect(TextLength.units("😀") == 2)
    }

    @Test func whatDoesNotFitIsLeftOut() {
        #expect(TextLength.fitting(["one", "", "two"]) == "one two")
        let long = String(repeating: "x", count: 150)
        #expect(TextLength.fitting([long, String(repeating: "y", count: 40), "z"]) == long + " z")
        var random = SeededGenerator(seed: 11)
        let letters = Array("aé€[ কৃষ্ণ مرحبا😀👩‍👩‍👧\n")
        for _ in 0..<500 {
            let parts = (0..<4).map { _ in String((0..<Int.random(in: 0...90, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }) }
            let text = TextLength.fitting(parts)
            #expect(TextLength.units(text) <= 160 && TextLength.messages(text) <= 2)
        }
        // One sign that is longer than a text is cut away whole.
        #expect(TextLength.fitting(["a" + String(repeating: "\u{0301}", count: 400)]).isEmpty)
    }

    @Test func telephonesAreComparedInOneForm() {
        for (typed, normal) in [
            ("+679 123-4567", "+6791234567"), ("00679 1234567", "+6791234567"), ("123 4567", "+6791234567"), ("0123 4567", "+6791234567"),
            ("6791234567", "+6791234567"), ("১২৩ ৪৫৬৭", "+6791234567"),
        ] {
            #expect(PhoneNumber.normal(typed, country: "679") == normal, "\(typed)")
        }
        #expect(PhoneNumber.normal("123", country: "679") == nil && PhoneNumber.normal("", country: "") == nil)
        #expect(PhoneNumber.ofSender("6791234567", country: "679") == "+6791234567")
    }

    @Test func nightsAreQuietWhereTheOfficeIs() {
        let quiet = QuietHours()
        // Noon in UTC is midnight in Fiji.
        #expect(quiet.next(from: FixedClock.start, zone: "Pacific/Fiji") == FixedClock.start.adding(.hours(8)))
        #expect(quiet.next(from: FixedClock.start, zone: "Asia/Dhaka") == FixedClock.start)
        #expect(quiet.next(from: FixedClock.start.adding(.hours(2)), zone: "Asia/Dhaka") == FixedClock.start.adding(.hours(14)))
        for hour in 0..<72 {
            let moment = FixedClock.start.adding(.hours(hour))
            let next = quiet.next(from: moment, zone: "America/New_York")
            #expect(next >= moment && quiet.next(from: next, zone: "America/New_York") == next)
        }
    }

    @Test func theLastLettersOfATextAreNumberAndCode() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let (reference, code) = (CaseReference.make(using: &random), CaseCode.make(using: &random))
            let plain = code.replacing("-", with: "")
            let asked = TextConversation.Asked.status(reference: reference, code: plain)
            for text in ["\(reference) \(code)", "status \(reference), \(code)", "\(reference.lowercased())\n\(plain.lowercased())"] {
                #expect(TextConversation.read(text, stop: ["stop"], start: ["start"]) == asked, "\(text)")
            }
        }
        #expect(TextConversation.read(" Stop! ", stop: ["stop"], start: ["start"]) == .stop)
        #expect(TextConversation.read("START", stop: ["stop"], start: ["start"]) == .start)
        for text in ["", "hello", "7K3M", String(repeating: "A", count: 5_000), "\u{0}\u{FFFF} ' OR 1=1 --"] {
            #expect(TextConversation.read(text, stop: ["stop"], start: ["start"]) == .unclear)
        }
    }

    @Test func theGatewaysAddressHoldsEverythingEncoded() {
        let gateway = KannelGateway(settings: .test, outbound: RefusedOutbound(), baseURL: "https://sangam.example")
        let address = gateway.address(TextMessage(id: "n1", to: "+6791234567", text: "ক & b"))
        #expect(address.hasPrefix("http://127.0.0.1:13013/cgi-bin/sendsms?username=sangam&password=in%20%26%20out&to=%2B6791234567&text="))
        #expect(address.contains("coding=2") && address.contains("from=8765") && address.contains("dlr-mask=27"))
        #expect(address.contains("dlr-url=https%3A%2F%2Fsangam.example%2Fsms%2Fkannel%2Freport%3Fsecret%3Da-secret-for-the-tests%26notice%3Dn1%26state%3D%25d"))
    }

    @Test func onlyPublicAddressesAndThisMachineAreReached() {
        for text in ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
            "255.255.255.255", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::", "2001:db8::1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"] {
            #expect(NetworkAddress.kind(text) == .private, "\(text)")
        }
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] { #expect(NetworkAddress.kind(text) == .loopback, "\(text)") }
        for text in ["93.184.216.34", "172.32.0.1", "2606:2800:220:1::1"] { #expect(NetworkAddress.kind(text) == .public, "\(text)") }
        #expect(NetworkAddress.kind("example.org") == nil && NetworkAddress.kind("0x7f.1") == nil)
        for text in ["https://example.org/hook", "http://127.0.0.1:9000/", "http://localhost/x", "http://[::1]/"] {
            #expect(Webhook.issue(url: text) == nil, "\(text)")
        }
        for text in ["http://example.org/", "https://10.0.0.1/", "ftp://example.org/", "https://a:b@example.org/", "https://", "x",
            "https://example.org/\u{1}", "https://169.254.169.254/latest"] {
            #expect(Webhook.issue(url: text) != nil, "\(text)")
        }
    }

    /// The example of the Standard Webhooks specification.
    @Test func messagesAreSignedAsTheStandardSays() throws {
        let signature = try WebhookMessage.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: "1614265330", body: #"{"test": 2432232314}"#,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    /// Whatever the figures are, nobody can work out a small one from those that are shown.
    @Test func smallGroupsCannotBeWorkedOut() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<3_000 {
            let cells = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                [0, Int.random(in: 1...4, using: &random), Int.random(in: 5...90, using: &random)].randomElement(using: &random) ?? 0
            }
            let shown = SmallGroups.suppress(cells)
            for (cell, figure) in zip(cells, shown.cells) {
                #expect(figure == nil || figure == cell)
                #expect(!(1..<SmallGroups.least).contains(figure ?? 0))
            }
            let hidden = cells.indices.filter { shown.cells[$0] == nil }
            if let total = shown.total {
                #expect(total == cells.reduce(0, +))
                #expect(hidden.count != 1 && (hidden.isEmpty || hidden.map { cells[$0] }.reduce(0, +) >= SmallGroups.least))
            }
        }
    }

    @Test func momentsAreWrittenWhereTheOfficeIs() {
        #expect(RFC3339.text(FixedClock.start, offset: 0) == "2026-11-20T12:00:00Z")
        #expect(RFC3339.text(FixedClock.start, offset: 12 * 3_600_000) == "2026-11-21T00:00:00+12:00")
        #expect(RFC3339.text(FixedClock.start, offset: -12_600_000) == "2026-11-20T08:30:00-03:30")
        var random = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0..<2_000_000_000, using: &random) * 1000)
            let offset = Int64.random(in: -56...56, using: &random) * 900_000
            #expect(RFC3339.parse(RFC3339.text(moment, offset: offset)) == moment)
        }
    }
}
