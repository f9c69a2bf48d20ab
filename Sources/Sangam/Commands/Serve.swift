import Accounts
import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Platform
import ServiceLifecycle
import Web

/// `sangam serve`: the pages, the API and the jobs, until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages and the API, and do the jobs.",
        discussion: "Stops on Control-C or SIGTERM, after what is in flight is finished.")

    @OptionGroup var flags: SettingFlags
    @Flag(help: "Load the sample network if the database is new, and print its sign-ins.") var sample = false

    func run() async throws {
        try await Program.run(flags, level: .notice) { program in
            let settings = program.settings
            var greeting = ""
            if sample {
                if try await SampleNetwork.isWanted(program.services) { try await SampleNetwork.load(program) }
                if try await SampleNetwork.isLoaded(program.services) { greeting = try SampleNetwork.signIns() }
            }
            // Loading and reading the words of all languages needed more than serving does.
            Memory.giveBack()
            if settings.sendmail.isEmpty {
                let folder = settings.dataFolder.appending(path: "mail").path(percentEncoded: false)
                greeting = "Mails are kept as files in \(folder) (set SANGAM_SENDMAIL to send them).\n" + greeting
            }
            if program.encoder == nil { greeting = Encoders.absence + "\n" + greeting }
            let lines = greeting
            let jobs = JobRunner(
                handlers: program.rooms.flatMap(\.jobs) + [Mail.handler, FileSweep.handler] + WebRoom.jobs,
                schedules: program.rooms.flatMap(\.schedules) + [FileSweep.schedule] + WebRoom.schedules, services: program.services)
            let application = try buildApplication(
                rooms: program.rooms, services: program.services,
                settings: WebSettings(
                    host: settings.host, port: settings.port, baseURL: settings.baseURL,
                    trustedProxies: settings.trustedProxies, bearer: Accounts.bearer(program.services)),
                background: [JobService(runner: jobs)]
            ) { port in
                let text = "Sangam listens on http://\(settings.host):\(port)\n\(lines)\n"
                FileHandle.standardOutput.write(Data(text.utf8))
            }
            try await withTaskExecutorPreference(ServerExecutor()) { try await application.runService() }
        }
    }
}

/// The jobs beside the server; told to stop, they finish what is in flight.
private struct JobService: Service {
    let runner: JobRunner

    func run() async throws {
        // Off the threads that serve connections.
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await withGracefulShutdownHandler {
                try await runner.run()
            } onGracefulShutdown: {
                runner.stop()
            }
        }
    }
}
