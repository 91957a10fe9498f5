import ArgumentParser
import Conversion
import FlowLogs
import JSON
import Lake
import Storage
import SystemPackage

/// The command `flowconv verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves that a lake is whole: every file as it was written, every row in its place, no row twice.",
        discussion: """
            Reads every byte: SHA-256, footer, page CRCs, rows, partitions, and the sums of the log. With --against, the \
            inputs are parsed again, with the options that the lake's log holds, and all of their rows compared with the \
            lake's by an order-independent checksum. Each finding is a line on standard output: kind, file, what is wrong.

            Exit status: 0 nothing is wrong; 64 usage; 65 something is; 66 there is no such lake, or an input is missing; 74 reading failed.
            """
    )

    @Argument(help: ArgumentHelp("The lake's folder.", valueName: "lake"))
    var lake: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("All inputs that the lake was made from: files and folders.", valueName: "input")
    )
    var against: [String] = []

    @Option(
        help: ArgumentHelp(
            "The fields of inputs without a header line, where the lake does not hold them.",
            valueName: "format|file"
        )
    )
    var logFormat: [String] = []

    @Option(help: ArgumentHelp("How many files are read at a time.", valueName: "n"))
    var threads: Int?

    @Flag(help: "One JSON object on standard output.")
    var json = false

    func run() async throws {
        let verification: Verification
        var findings: [Finding]
        do {
            let formats = try FormatArguments.choice(logFormat, only: nil)
            let store = try LakeFolder.store(lake)
            let (found, state) = try await LakeVerifier(store: store, threads: threads ?? Processors.available).run()
            verification = found
            findings = found.findings
            if !against.isEmpty {
                findings += try await InputComparison.run(
                    inputs: against,
                    lake: lake,
                    formats: formats,
                    state: state,
                    lakeChecksum: found.checksum
                ).findings
            }
        } catch {
            throw ReadFailure.conversionError(error, lake)
        }
        Terminal.standardOutput.write(json ? document(verification, findings) : text(verification, findings))
        if !findings.isEmpty { throw ExitCode(ConversionError.Code.invalidData.rawValue) }
    }

    private func text(_ verification: Verification, _ findings: [Finding]) -> String {
        var text = ""
        for finding in findings { text += "\(finding.kind.rawValue): \(finding.subject): \(finding.text)\n" }
        for unit in verification.unfinishedUnits {
            text += "note: unit \(unit) is not quite published; the next run of convert finishes it\n"
        }
        for unit in verification.unfinishedReplacements {
            text += "note: the files that unit \(unit) stands in for are still there, so queries see their rows twice; "
            text += "they go when its grace period is over, or with the next run of convert or compact\n"
        }
        text += "\(Decimals.grouped(verification.files)) files, \(Decimals.grouped(verification.checksum.rows)) rows, "
        text += "\(ByteSize.text(verification.bytes)), checksum \(verification.checksum): "
        return text + (findings.isEmpty ? "nothing is wrong\n" : "\(Decimals.grouped(findings.count)) findings\n")
    }

    private func document(_ verification: Verification, _ findings: [Finding]) -> String {
        let value: JSONValue = [
            "files": .integer(verification.files),
            "rows": .integer(verification.checksum.rows),
            "bytes": .integer(verification.bytes),
            "checksum": .string("\(verification.checksum)"),
            "unfinished_units": .strings(verification.unfinishedUnits),
            "unfinished_replacements": .strings(verification.unfinishedReplacements),
            "findings": .array(
                findings.map { finding in
                    [
                        "kind": .string(finding.kind.rawValue), "subject": .string(finding.subject),
                        "text": .string(finding.text),
                    ]
                }
            ),
        ]
        return JSONText.pretty(value) + "\n"
    }
}
