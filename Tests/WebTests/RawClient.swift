import Foundation

/// Bytes over a socket, for what a well-behaved client does not send. Blocking, so it runs on a thread of its own.
enum RawClient {
    struct Fault: Error { let call: String; let code: Int32 }

    static func get(_ path: String, port: Int) async throws -> String {
        try await send("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", thenForEver: "", port: port)
    }

    /// Sends `text`, then `more` again and again until the server stops taking it, and returns all that came back.
    static func send(_ text: String, thenForEver more: String, port: Int) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try exchange(text, more, port: port) })
            }
        }
    }

    private static func exchange(_ text: String, _ more: String, port: Int) throws -> String {
        let handle = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw Fault(call: "socket", code: errno) }
        defer { close(handle) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(port).bigEndian
        address.sin6_addr = in6addr_loopback
        var result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        if result != 0 { result = try connectOverIPv4(handle, port) }
        var toSend = Array(text.utf8)
        // At most 64 MiB: a server that takes more than that takes everything.
        for _ in 0..<4096 {
            let sent = toSend.withUnsafeBytes { Foundation.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0 || more.isEmpty { break }
            toSend = Array(toSend.dropFirst(sent)) + (sent == toSend.count ? Array(more.utf8) : [])
            var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
            // An answer while we still send: a well-behaved client stops.
            if poll(&waiting, 1, 0) > 0 { break }
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(handle, &piece, piece.count, 0)
            if count <= 0 { break }
            answer += piece[..<count]
            // A kept connection does not end: the head is enough for what these tests look at.
            if more.isEmpty == false || !String(decoding: answer, as: UTF8.self).contains("onnection: close") {
                if String(decoding: answer, as: UTF8.self).contains("\r\n\r\n") { break }
            }
        }
        return String(decoding: answer, as: UTF8.self)
    }

    private static func connectOverIPv4(_ handle: Int32, _ port: Int) throws -> Int32 {
        let second = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard second >= 0 else { throw Fault(call: "socket", code: errno) }
        guard dup2(second, handle) >= 0 else { throw Fault(call: "dup2", code: errno) }
        close(second)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Fault(call: "connect", code: errno) }
        return result
    }
}
