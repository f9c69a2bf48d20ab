import Foundation

/// A PostgreSQL server in a temporary folder on a free port of the loopback; it ends with the test process, however that ends.
enum ThrowAwayPostgres {
    /// Starts it and returns its URL. Blocks.
    ///
    /// - Parameter host: it takes TLS too then, with a certificate of its own for this name: `server.crt` in `folder`.
    static func start(certifiedFor host: String? = nil, in folder: URL? = nil) throws -> String {
        let programs = try findPrograms()
        let folder = try folder ?? TestDatabase.newFolder()
        let password = UUID().uuidString
        let passwordFile = folder.appendingPathComponent("password").path
        try Data(password.utf8).write(to: URL(fileURLWithPath: passwordFile))
        let prefix = try prefixForRoot(owning: [folder.path, passwordFile])
        let data = folder.appendingPathComponent("data").path
        try stopWithThisProcess(prefix + [programs + "/pg_ctl", "-D", data, "-m", "immediate", "stop"], folder: folder.path)
        try run(
            prefix + [
                programs + "/initdb", "-D", data, "-U", "sangam", "-E", "UTF8", "--no-locale", "--no-sync",
                "--auth=password", "--pwfile=\(passwordFile)",
            ])
        let tls = try host.map { try certify($0, in: folder, prefix) } ?? ""
        let port = try startServer(prefix + [programs + "/pg_ctl"], data: data, log: folder.path + "/log", tls)
        return "postgres://sangam:\(password)@127.0.0.1:\(port)/postgres"
    }

    /// Makes a certificate that signs itself, and returns the server's settings for it.
    private static func certify(_ host: String, in folder: URL, _ prefix: [String]) throws -> String {
        let (key, certificate) = (folder.path + "/server.key", folder.path + "/server.crt")
        try run(
            prefix + [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host)", "-keyout", key, "-out", certificate,
            ])
        return "-c ssl=on -c ssl_cert_file=\(certificate) -c ssl_key_file=\(key)"
    }

    private static func startServer(
        _ control: [String], data: String, log: String, _ more: String
    ) throws -> UInt16 {
        // Durability is the server's own affair; what is tested here is ours.
        let settings =
            "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off "
            + "-c synchronous_commit=off -c max_connections=200 -c shared_buffers=32MB \(more)"
        var attempt = 1
        while true {
            let port = try freePort()
            do {
                try run(control + ["-D", data, "-l", log, "-w", "-t", "60", "-o", "-p \(port) \(settings)", "start"])
                return port
            } catch {
                // Somebody else may have taken the port in between.
                if attempt == 3 { throw error }
                attempt += 1
            }
        }
    }

    /// A watchdog that waits for the end of a pipe, which closes when this process ends, even by a crash.
    private static func stopWithThisProcess(_ stop: [String], folder: String) throws {
        var ends: [Int32] = [0, 0]
        // The writing end is never closed by us, and no child inherits it.
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw TestSetUpError("The watchdog's pipe could not be made: \(String(cString: strerror(errno))).")
        }
        defer { close(ends[0]) }
        let script = "trap '' INT TERM HUP; cat; \"$@\"; rm -rf '\(folder)'"
        _ = try ChildProcess.start(["/bin/sh", "-c", script, "watchdog"] + stop, input: ends[0], output: "/dev/null")
    }

    /// PostgreSQL refuses to run as root: then its commands run as the user `postgres`, who must own the files.
    private static func prefixForRoot(owning paths: [String]) throws -> [String] {
        guard getuid() == 0 else { return [] }
        guard let user = getpwnam("postgres") else {
            throw TestSetUpError(
                "PostgreSQL does not run as root and there is no user “postgres”. Run the tests as another user, "
                    + "install Debian's package postgresql, or set SANGAM_TEST_POSTGRES.")
        }
        for path in paths where chown(path, user.pointee.pw_uid, user.pointee.pw_gid) != 0 {
            throw TestSetUpError("\(path) could not be given to the user “postgres”.")
        }
        return ["runuser", "-u", "postgres", "--"]
    }

    /// The folder of initdb and pg_ctl: Debian keeps it off the PATH, one for each version.
    private static func findPrograms() throws -> String {
        let files = FileManager.default
        let root = "/usr/lib/postgresql"
        let versions = files.fileExists(atPath: root) ? try files.contentsOfDirectory(atPath: root) : []
        let newestFirst = versions.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let found = (newestFirst + path).first(where: { files.isExecutableFile(atPath: $0 + "/initdb") }) else {
            throw TestSetUpError(
                "These tests need PostgreSQL and found no initdb. Run script/setup, or install Debian's package postgresql, "
                    + "or set SANGAM_TEST_POSTGRES to the URL of a server where databases may be created.")
        }
        return found
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestSetUpError("No socket: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw TestSetUpError("No free port: \(String(cString: strerror(errno))).") }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func run(_ command: [String]) throws {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("sangam-test-\(UUID().uuidString).log")
        try Data().write(to: output)
        defer { unlink(output.path) }
        guard try ChildProcess.wait(for: ChildProcess.start(command, input: nil, output: output.path)) == 0 else {
            throw TestSetUpError(
                "“\(command.joined(separator: " "))” failed:\n" + (try String(contentsOf: output, encoding: .utf8)))
        }
    }
}
