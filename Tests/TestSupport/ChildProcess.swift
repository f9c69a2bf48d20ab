import Foundation

/// Starting and waiting for commands, for those that leave a server behind.
///
/// Foundation's `Process` waits until all descendants have closed a socket that they inherit, thus for ever on a server.
enum ChildProcess {
    /// - Parameters:
    ///   - input: a file descriptor for its standard input; nil for an empty one.
    ///   - output: a file for its standard output and error.
    static func start(_ command: [String], input: Int32?, output: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_APPEND, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A server lives on: a pipe or socket of ours that it held would never end for whoever reads it.
        // Some above the highest, for those that another thread opens meanwhile; one that is not open is no error.
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        for descriptor in 3...(open.max() ?? 3) + 64 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let arguments = command.map { strdup($0) }
        let environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") }
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, command[0], &actions, nil, arguments + [nil], environment + [nil])
        guard code == 0 else { throw TestSetUpError("“\(command[0])” did not start: \(String(cString: strerror(code))).") }
        return id
    }

    /// Blocks until it ends; returns its exit status, or that of the signal that ended it.
    static func wait(for id: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            guard errno == EINTR else { throw TestSetUpError("waitpid: \(String(cString: strerror(errno))).") }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}
