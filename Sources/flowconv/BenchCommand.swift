import ArgumentParser
import Conversion
import FlowLogs
import Lake
import Parquet

/// The command `flowconv bench`.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the conversion on this machine, stage by stage and as a whole.",
        discussion: """
            Of the files and folders that are given, or of generated lines. It is the conversion itself that runs, several \
            times, into a folder that is removed afterwards; medians are reported. Files come from the system's cache after \
            the first round.

            Exit status: 0 done; 64 usage; 65 an object is corrupt or of unknown format; 66 an input is missing; 73 the \
            folder cannot be made; 74 reading or writing failed.
            """
    )

    @Argument(help: ArgumentHelp("Files or folders; without any, lines are generated.", valueName: "file"))
    var inputs: [String] = []

    @Option(help: ArgumentHelp("How many lines to generate (default: 1000000).", valueName: "n"))
    var lines: Int?

    @Option(help: ArgumentHelp("The record format of generated lines (default: default).", valueName: "format"))
    var format: SyntheticFormat?

    @Option(
        help: ArgumentHelp("The fields of objects without a header line, as for convert.", valueName: "format|file")
    )
    var logFormat: [String] = []

    @OptionGroup(title: "Order of rows") var sortArguments: SortArguments

    @Option(help: ArgumentHelp("As for convert.", valueName: "scheme"))
    var partitionBy = "day"

    @Option(
        help: ArgumentHelp(
            "The threads of the last measurement; all cores by default. The others have one.",
            valueName: "n"
        )
    )
    var threads: Int?

    @Option(help: ArgumentHelp("How often everything is measured.", valueName: "n"))
    var rounds = 5

    @Option(
        help: ArgumentHelp(
            "Where files are written for the time being (default: $TMPDIR or /tmp).",
            valueName: "folder"
        )
    )
    var scratch: String?

    @Flag(help: "JSON on standard output.")
    var json = false

    func run() async throws {
        let options = try benchmarkOptions()
        let json = json
        try await Interruption.run(advice: "the measurement was given up") {
            let report = try await Benchmark(options: options).run()
            Terminal.standardOutput.write(json ? BenchText.json(report) : BenchText.table(report))
        }
    }

    private func benchmarkOptions() throws -> BenchmarkOptions {
        guard inputs.isEmpty || (lines == nil && format == nil) else {
            throw ConversionError(.usage, "--lines and --format are of generated lines; leave them out, or the files")
        }
        guard (lines ?? 1) > 0, rounds > 0, (threads ?? 1) > 0 else {
            throw ConversionError(.usage, "--lines, --rounds and --threads count from 1; give 1 or more")
        }
        guard !inputs.contains("-") else {
            throw ConversionError(
                .usage,
                "-: standard input can be read only once, and a measurement reads it several times; give a file"
            )
        }
        var options = BenchmarkOptions(scratchFolder: scratch ?? Environment.temporaryFolder)
        options.inputs = inputs
        options.lines = lines ?? options.lines
        options.syntheticFormat = format ?? .default
        options.threads = threads ?? Processors.available
        options.rounds = rounds
        options.formats = try FormatArguments.choice(logFormat, only: nil)
        do {
            options.table.scheme = try PartitionScheme(partitionBy)
        } catch {
            throw ConversionError(.usage, "\(error)")
        }
        // As convert does without options.
        options.table.parquet.bloomFilterColumns = Set(ConvertCommand.bloomFilterColumns)
        try sortArguments.apply(to: &options.table)
        return options
    }
}
