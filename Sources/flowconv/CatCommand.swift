import ArgumentParser
import Conversion
import Lake
import Parquet

extension RowForm: ExpressibleByArgument {}

/// The command `flowconv cat`.
struct CatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Writes the rows of a Parquet file or of a lake to standard output.",
        discussion: """
            A condition compares columns with values, joined by AND: srcaddr = '10.0.0.1' AND dstport >= 1024 AND \
            end IS NOT NULL. Partition keys are columns too. Statistics, page index and bloom filters keep from being \
            read what cannot hold.

            Exit status: 0 done; 64 usage; 65 a file is damaged or of a kind that is not read; 66 an input is missing; \
            74 reading failed.
            """
    )

    @Argument(help: ArgumentHelp("A Parquet file, or a lake's folder.", valueName: "file|lake"))
    var input: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("flowlog (the lines as they were), csv or jsonl.", valueName: "form")
    )
    var form = RowForm.flowlog

    @Option(help: ArgumentHelp("Only these columns, in this order.", valueName: "a,b"))
    var columns: String?

    @Option(name: .customLong("where"), help: ArgumentHelp("Only rows that hold.", valueName: "condition"))
    var condition: String?

    @Option(help: ArgumentHelp("At most that many rows.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        guard (limit ?? 0) >= 0 else { throw ValidationError("--limit is not negative; give a number from 0 up.") }
    }

    func run() async throws {
        do {
            try await scan()
        } catch {
            throw ReadFailure.conversionError(error, input)
        }
    }

    private func scan() async throws {
        let predicate = try condition.map { try Predicate(parsing: $0) }
        let scan = LakeScan(files: try await ScanInput.files(input), where: predicate)
        var names = columns.map { $0.split(separator: ",").map { String($0.drop(while: \.isWhitespace)) } }
        if let names, names.isEmpty { throw ConversionError(.usage, "--columns is empty; name a column") }
        if names != nil || predicate != nil { try await scan.check(columns: names ?? []) }
        // Rows of these forms all have the same columns, whatever file they come from.
        if names == nil, form != .flowlog { names = try await scan.columnNames() }

        var text = RowText(form)
        var bytes = text.header(names ?? [])
        var remaining = limit ?? .max
        if remaining > 0 {
            try await scan.run(columns: names) { batch in
                text.append(batch, limit: remaining, to: &bytes)
                remaining -= min(batch.rowCount, remaining)
                // Whoever reads may stop early, as `head` does.
                guard bytes.isEmpty || Terminal.standardOutput.write(bytes) else { return false }
                bytes.removeAll(keepingCapacity: true)
                return remaining > 0
            }
        }
        Terminal.standardOutput.write(bytes)
        if predicate != nil { Terminal.standardError.write(Self.summary(scan.progress)) }
    }

    private static func summary(_ progress: LakeScan.Progress) -> String {
        let share = progress.totalBytes > 0 ? Double(progress.bytesRead) * 100 / Double(progress.totalBytes) : 0
        return "read \(Decimals.grouped(progress.bytesRead)) of \(Decimals.grouped(progress.totalBytes)) bytes "
            + "(\(Decimals.text(share, 2)) %) in \(Decimals.grouped(progress.filesRead)) of "
            + "\(Decimals.grouped(progress.totalFiles)) files\n"
    }
}
