import ArgumentParser
import FlowLogs

extension SyntheticFormat: ExpressibleByArgument {}

/// The command `flowconv generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes synthetic flow logs to standard output: the same seed gives the same bytes."
    )

    @Option(help: "How many records.")
    var lines = 1_000_000

    @Option(help: "What the records are derived from.")
    var seed: UInt64 = 1

    @Option(help: "The record format.")
    var format = SyntheticFormat.default

    @Option(help: "Unix seconds of the first record.")
    var start = 1_748_304_000

    @Option(help: "Seconds from the first record to the last.")
    var duration = 86_400

    func validate() throws {
        guard lines >= 0, duration >= 0, start >= 0 else {
            throw ValidationError("--lines, --start and --duration are not negative; give a number from 0 up.")
        }
    }

    func run() {
        var generator = FlowLogGenerator(format: format, lines: lines, seed: seed, start: start, duration: duration)
        var text: [UInt8] = []
        while generator.append(4096, to: &text) {
            // Whoever reads may stop early, as `head` does.
            guard Terminal.standardOutput.write(text) else { return }
            text.removeAll(keepingCapacity: true)
        }
    }
}
