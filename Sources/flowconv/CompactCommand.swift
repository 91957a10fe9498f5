import ArgumentParser
import Conversion
import Lake
import Parquet
import Storage

/// The command `flowconv compact`.
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Merges the small files of each partition into few, sorted ones.",
        discussion: """
            The new files are read back before anything is changed: they have the same rows, by number and checksum. Then \
            they become visible, and the old ones go; only with a grace period do they stay, so that queries that have \
            begun may still open them, while queries that begin then see their rows twice.

            Exit status: 0 done; 64 usage; 65 a file or record is damaged; 66 there is no such lake; 74 reading or \
            writing failed, or another run was in the way.
            """
    )

    @Argument(help: ArgumentHelp("The lake's folder.", valueName: "lake"))
    var lake: String

    @Option(
        help: ArgumentHelp("Only this folder of the lake and those below: year=2025/month=05.", valueName: "folder")
    )
    var partition = ""

    @OptionGroup(title: "Order of rows") var sortArguments: SortArguments

    @Option(help: ArgumentHelp("The size of the merged files.", valueName: "size"))
    var targetFileSize = ByteSize(bytes: 256 << 20)

    @Option(help: ArgumentHelp("The codec of the files' pages: zstd, gzip or uncompressed.", valueName: "codec"))
    var compression = CompressionChoice.zstd

    @Option(help: ArgumentHelp("The bound on rows held in memory.", valueName: "size"))
    var memory = ByteSize(bytes: 384 << 20)

    @Option(help: ArgumentHelp("How long the old files stay, in seconds.", valueName: "seconds"))
    var gracePeriod = 0

    func validate() throws {
        guard gracePeriod >= 0 else { throw ValidationError("--grace-period is negative; give seconds from 0 up.") }
    }

    func run() async throws {
        let command = self
        try await Interruption.run { try await command.compact() }
    }

    private func compact() async throws {
        var options = CompactionOptions()
        options.partition = partition
        options.table.targetFileSizeInBytes = targetFileSize.bytes
        options.table.parquet.compression = compression.codec
        options.table.parquet.bloomFilterColumns = Set(ConvertCommand.bloomFilterColumns)
        try sortArguments.apply(to: &options.table)
        options.table.memoryLimitInBytes = max(memory.bytes / 4, 8 << 20)
        options.grace = .seconds(gracePeriod)
        do {
            let log = CommitLog(store: try LakeFolder.store(lake))
            try await log.requireRecords()
            let report = try await LakeCompactor(log: log, options: options).run()
            Terminal.standardError.write(Self.text(report))
        } catch {
            throw ReadFailure.conversionError(error, lake)
        }
    }

    private static func text(_ report: CompactionReport) -> String {
        guard report.partitions > 0 else { return "nothing to do: no partition has files that are worth merging\n" }
        return "\(Decimals.grouped(report.filesBefore)) files became \(Decimals.grouped(report.filesAfter)) in "
            + "\(Decimals.grouped(report.partitions)) partitions, \(ByteSize.text(report.bytesBefore)) became "
            + "\(ByteSize.text(report.bytesAfter)); all \(Decimals.grouped(report.rows)) rows were proved equal\n"
    }
}
