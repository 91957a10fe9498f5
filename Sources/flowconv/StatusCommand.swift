import ArgumentParser
import Conversion
import JSON
import Lake
import Storage

/// The command `flowconv status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells what is in a lake: rows and bytes per partition, times, last runs, rejected lines.",
        discussion: """
            Only the log is read.

            Exit status: 0 done; 64 usage; 65 a record is damaged; 66 there is no such lake; 74 reading failed.
            """
    )

    @Argument(help: ArgumentHelp("The lake's folder.", valueName: "lake"))
    var lake: String

    @Flag(help: "One JSON object on standard output.")
    var json = false

    func run() async throws {
        do {
            let log = CommitLog(store: try LakeFolder.store(lake))
            try await log.requireRecords()
            let state = try await log.refresh()
            let pending = try await log.pendingUnits().filter { state.records[$0.unit] == nil }
            let status = LakeStatus(state, pending: pending)
            Terminal.standardOutput.write(
                json ? JSONText.pretty(StatusText.json(status)) + "\n" : StatusText.text(status)
            )
        } catch {
            throw ReadFailure.conversionError(error, lake)
        }
    }
}
