import ArgumentParser
import JSON
import Lake

/// The command `flowconv inspect`.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tells what is in a Parquet file or in a lake: schema, row groups, column chunks, sizes, bounds.",
        discussion: """
            Only footers are read. Of a lake, each file has a line, and the totals follow.

            Exit status: 0 done; 64 usage; 65 a file is damaged; 66 an input is missing; 74 reading failed.
            """
    )

    @Argument(help: ArgumentHelp("A Parquet file, or a lake's folder.", valueName: "file|lake"))
    var input: String

    @Flag(help: "JSON on standard output: one object for a file, one line of JSON a file for a lake.")
    var json = false

    func run() async throws {
        do {
            let files = try await ScanInput.files(input)
            let scan = LakeScan(files: files)
            // A file is told by its own path; what a lake holds has keys.
            let isFile = files.count == 1 && files[0].path == input
            if isFile { try await inspectFile(scan) } else { try await inspectLake(scan) }
        } catch {
            throw ReadFailure.conversionError(error, input)
        }
    }

    private func inspectFile(_ scan: LakeScan) async throws {
        try await scan.describe { file in
            Terminal.standardOutput.write(
                json ? JSONText.pretty(InspectJSON.file(file)) + "\n" : InspectText.file(file)
            )
        }
    }

    private func inspectLake(_ scan: LakeScan) async throws {
        var totals = LakeTotals()
        if !json { Terminal.standardOutput.write(InspectText.lakeHeader) }
        try await scan.describe { file in
            totals.add(file)
            let line = json ? JSONText.compact(InspectJSON.file(file)) + "\n" : InspectText.lakeLine(file)
            Terminal.standardOutput.write(line)
        }
        if !json { Terminal.standardOutput.write(InspectText.totals(totals)) }
    }
}
