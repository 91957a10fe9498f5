import ArgumentParser
import Conversion
import FlowLogs
import Lake
import Parquet

extension ChangedInputPolicy: ExpressibleByArgument {}
extension ObjectErrorPolicy: ExpressibleByArgument {}

/// The command `flowconv convert`.
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts flow logs to a lake of Parquet files.",
        discussion: """
            Inputs are files, folders (all files below, in order) or - for standard input; gzip or plain is told by \
            content. A header line names the fields of an object; without one, --log-format does, or the default format \
            where the lines prove it. --grok takes the lines of any log apart; their partitions follow a field `start` in \
            Unix seconds, so give --partition-by where there is none.

            What is in the lake already is left out: run again after whatever end, and it goes on where it stopped. Two \
            runs on one lake at a time do each other no harm.

            --follow - commits standard input piece by piece, and ends with it. A signal commits what was read, up to the \
            last whole line. A pipe cannot be read again: of a run that is killed, what was read and not committed is \
            lost, and what is fed in anew is another stream.

            Exit status: 0 done; 3 too many rejected lines; 4 done, but objects were skipped or salvaged, as the report \
            lists; 64 usage; 65 an object is corrupt or of unknown format; \
            66 an input is missing; 73 the output cannot be created; 74 reading or writing failed.
            """
    )

    /// The columns that queries look up single values of.
    static let bloomFilterColumns = ["srcaddr", "dstaddr", "pkt_srcaddr", "pkt_dstaddr", "interface_id", "instance_id"]

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "input"))
    var inputs: [String]

    @Option(name: [.short, .long], help: ArgumentHelp("The lake's folder.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            """
            The fields of objects without a header line: '${version} ${account-id} …', a list of names, or a file with \
            the output of aws ec2 describe-flow-logs, whose formats are matched to objects by the fl-… in their names. May \
            be given several times; the first that fits is taken.
            """,
            valueName: "format|file"
        )
    )
    var logFormat: [String] = []

    @Option(help: ArgumentHelp("The only flow log to take from such a file.", valueName: "fl-…"))
    var flowLogID: String?

    @OptionGroup(title: "Columns") var columnOptions: ColumnArguments

    @Option(
        help: ArgumentHelp(
            "A grok pattern that lines are taken apart by, whatever log they are of: '%{NUMBER:version:int} …'.",
            valueName: "pattern"
        )
    )
    var grok: String?

    @Option(help: ArgumentHelp("A file of custom patterns for --grok, one a line.", valueName: "file"))
    var customPatterns: String?

    @Option(
        help: ArgumentHelp(
            "hour, day, month, none, aws, or a template such as account={account-id}/day=%Y-%m-%d.",
            valueName: "scheme"
        )
    )
    var partitionBy = "day"

    @Option(help: ArgumentHelp("The codec of the files' pages: zstd, gzip or uncompressed.", valueName: "codec"))
    var compression = CompressionChoice.zstd

    @Option(help: ArgumentHelp("The codec's level.", valueName: "n"))
    var compressionLevel: Int?

    @OptionGroup(title: "Order of rows") var sortArguments: SortArguments

    @Option(help: ArgumentHelp("The text columns that get a bloom filter, or none.", valueName: "columns"))
    var bloomFilter = Self.bloomFilterColumns.joined(separator: ",")

    @Option(help: ArgumentHelp("The share of absent values that a bloom filter may let pass.", valueName: "rate"))
    var bloomFilterRate = 0.01

    @Option(help: ArgumentHelp("A file of this size is finished and another begun.", valueName: "size"))
    var targetFileSize = ByteSize(bytes: 256 << 20)

    @Option(
        help: ArgumentHelp("The most cores to use; all of them by default. Never changes the files.", valueName: "n")
    )
    var threads: Int?

    @Option(help: ArgumentHelp("The bound on rows held in memory.", valueName: "size"))
    var memory = ByteSize(bytes: 384 << 20)

    @Option(
        help: ArgumentHelp(
            "How many lines may be rejected, of each work unit: a count or a percentage.",
            valueName: "limit"
        )
    )
    var maxRejects = "1%"

    @Option(
        help: ArgumentHelp(
            "An input that has changed since it was converted: refuse, or replace its rows by the new ones.",
            valueName: "policy"
        )
    )
    var onChangedInput = ChangedInputPolicy.refuse

    @Option(
        help: ArgumentHelp(
            "fail, or skip to leave out objects that are corrupt, unreadable or of unknown format.",
            valueName: "policy"
        )
    )
    var onObjectError = ObjectErrorPolicy.fail

    @Flag(help: "Keep the whole lines of an object that ends too early.")
    var salvage = false

    @Option(help: ArgumentHelp("The most bytes that an object may inflate to; no limit by default.", valueName: "size"))
    var maxInflatedSize: ByteSize?

    @Option(help: ArgumentHelp("The report: text on standard error, or json on standard output.", valueName: "form"))
    var summary = SummaryForm.text

    @Flag(help: "Go on with what appears in the inputs' folders until a signal ends it, or commit - piece by piece.")
    var follow = false

    @Option(
        help: ArgumentHelp("With --follow: what is complete is committed at least this often.", valueName: "seconds")
    )
    var commitInterval = 60.0

    @Option(
        help: ArgumentHelp(
            "With --follow: an object is complete when it has not changed for so long.",
            valueName: "seconds"
        )
    )
    var settleTime = 5.0

    @Option(
        help: ArgumentHelp(
            "Running counts in Prometheus' text format, written anew every few seconds.",
            valueName: "file"
        )
    )
    var metricsFile: String?

    @Flag(help: "No progress line and no report.")
    var quiet = false

    func run() async throws {
        let command = self
        guard follow, inputs.contains("-") else {
            return try await Interruption.run { try await command.convert() }
        }
        try await Interruption.run(advice: "what was committed is in the lake; a pipe cannot be read again") {
            try await command.convert()
        }
    }

    private func convert() async throws {
        let options = try conversionOptions()
        let progress = ConversionProgress()
        let metrics = try metricsFile.map { try MetricsFile(path: $0, progress) }
        if follow {
            defer { metrics?.stop() }
            return try await self.follow(options, progress)
        }
        let line = quiet || summary == .json ? nil : ProgressLine(progress)
        let report: ConversionReport
        do {
            report = try await Converter(options: options).run(progress: progress)
            metrics?.stop()
            await line?.stop()
        } catch {
            metrics?.stop()
            await line?.stop()
            throw error
        }
        switch summary {
        case .json: Terminal.standardOutput.write(ReportText.json(report))
        case .text: if !quiet { Terminal.standardError.write(ReportText.table(report, output: output)) }
        }
        guard report.isComplete else {
            Terminal.standardError.write(ReportText.warnings(report))
            throw ExitCode(ConversionError.Code.incomplete.rawValue)
        }
    }

    private func follow(_ options: ConversionOptions, _ progress: ConversionProgress) async throws {
        var options = options
        if options.changedInputs == .refuse { options.changedInputs = .leaveOut }
        let follow = try followOptions()
        guard !inputs.contains("-") else {
            guard inputs == ["-"] else {
                throw ConversionError(
                    .usage,
                    "--follow takes standard input alone; watch folders in a run of their own"
                )
            }
            return try await followStream(options, follow, progress)
        }
        let isQuiet = quiet
        let form = summary
        try await Follower(options: options, follow: follow).run(progress: progress) { event in
            switch event {
            case .committed(let report):
                if form == .json {
                    Terminal.standardOutput.write(ReportText.jsonLine(report))
                } else if !isQuiet {
                    Terminal.standardError.write(ReportText.line(report))
                }
            case .leftOut(let text): Terminal.standardError.write("flowconv: warning: \(text)\n")
            }
        }
    }

    private func followOptions() throws -> FollowOptions {
        var follow = FollowOptions()
        guard commitInterval >= 0, settleTime >= 0, commitInterval < 1e9, settleTime < 1e9 else {
            throw ConversionError(.usage, "--commit-interval and --settle-time are seconds from 0 up")
        }
        follow.commitInterval = .milliseconds(Int(commitInterval * 1000))
        follow.settleTime = .milliseconds(Int(settleTime * 1000))
        follow.pollInterval = .milliseconds(Int(max(min(settleTime / 2, commitInterval / 2, 5), 0.1) * 1000))
        return follow
    }

    private func followStream(
        _ options: ConversionOptions,
        _ follow: FollowOptions,
        _ progress: ConversionProgress
    ) async throws {
        let (isQuiet, form) = (quiet, summary)
        let outcome = try await StreamFollower(options: options, follow: follow).run(progress: progress) { report in
            if form == .json {
                Terminal.standardOutput.write(ReportText.jsonLine(report))
            } else if !isQuiet {
                Terminal.standardError.write(ReportText.line(report))
            }
        }
        if !isQuiet, form == .text { Terminal.standardError.write(ReportText.line(outcome)) }
        if outcome.isSalvaged {
            Terminal.standardError.write("flowconv: warning: the input was cut off; its whole lines were kept\n")
            throw ExitCode(ConversionError.Code.incomplete.rawValue)
        }
    }

    private func conversionOptions() throws -> ConversionOptions {
        var options = ConversionOptions(inputs: inputs, output: output)
        do {
            options.table.scheme = try PartitionScheme(partitionBy)
        } catch {
            throw ConversionError(.usage, "\(error)")
        }
        guard grok == nil || logFormat.isEmpty else {
            throw ConversionError(.usage, "--grok and --log-format both name the fields; give one of them")
        }
        guard grok != nil || customPatterns == nil else {
            throw ConversionError(.usage, "--custom-patterns goes with --grok; give both")
        }
        options.pattern = try grok.map { try CustomPatterns.format(of: $0, customPatterns: customPatterns) }
        options.formats = try FormatArguments.choice(logFormat, only: flowLogID)
        options.columns = try columnOptions.options()
        guard let limit = RejectLimit(maxRejects) else {
            throw ConversionError(
                .usage,
                "--max-rejects is '\(maxRejects)'; give a count such as 100 or a share such as 0.5%"
            )
        }
        guard (threads ?? 1) > 0 else { throw ConversionError(.usage, "--threads is \(threads ?? 0); give 1 or more") }
        options.rejectLimit = limit
        options.changedInputs = onChangedInput
        options.objectErrorPolicy = onObjectError
        options.reading.salvages = salvage
        options.reading.maxInflatedSize = maxInflatedSize?.bytes
        options.threads = threads ?? Processors.available
        options.memoryLimitInBytes = max(memory.bytes, 32 << 20)
        options.table.parquet.compression = compression.codec
        options.table.parquet.compressionLevel = compressionLevel
        options.table.targetFileSizeInBytes = targetFileSize.bytes
        guard bloomFilterRate > 0, bloomFilterRate < 1 else {
            throw ConversionError(.usage, "--bloom-filter-rate is \(bloomFilterRate); give a share between 0 and 1")
        }
        options.table.parquet.bloomFilterFalsePositiveRate = bloomFilterRate
        options.table.parquet.bloomFilterColumns =
            bloomFilter == "none" ? [] : Set(bloomFilter.split(separator: ",").map(String.init))
        try sortArguments.apply(to: &options.table)
        return options
    }
}
