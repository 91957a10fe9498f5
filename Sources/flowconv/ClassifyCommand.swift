import ArgumentParser
import Conversion
import JSON

/// The command `flowconv classify`.
struct ClassifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Tells what log objects are, from their contents, and how to convert them.",
        discussion: """
            Objects are read to their ends; nothing is written. Of a folder, objects of the same kind are told together.

            Exit status: 0 all can be converted; 4 some cannot, or not all of them; 64 usage; 66 an input is missing.
            """
    )

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "input"))
    var inputs: [String]

    @Option(
        help: ArgumentHelp("A format, or a file with those of flow logs, as for convert.", valueName: "format|file")
    )
    var logFormat: [String] = []

    @Flag(help: "JSON on standard output: a line for each object.")
    var json = false

    func run() async throws {
        let classifier = Classifier(formats: try FormatArguments.choice(logFormat, only: nil))
        let (objects, skipped) = try await classifier.classify(inputs)
        if json {
            for object in objects { Terminal.standardOutput.write(JSONText.compact(ClassifyText.json(object)) + "\n") }
        } else {
            Terminal.standardOutput.write(ClassifyText.text(objects, skipped: skipped, inputs: inputs))
        }
        if objects.contains(where: {
            $0.guess != nil || ($0.formats.isEmpty && $0.parquetColumns.isEmpty && !$0.problems.isEmpty)
        }) {
            throw ExitCode(ConversionError.Code.incomplete.rawValue)
        }
    }
}
