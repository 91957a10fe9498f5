import ArgumentParser
import Conversion
import FlowLogs
import Grok

/// The command `flowconv grok`.
struct GrokCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grok",
        abstract: "Tries Glue's grok classifiers on logs, and writes classifiers that work. Works offline.",
        subcommands: [Explain.self, Check.self, Generate.self]
    )

    /// A pattern and what it is tried on.
    struct Options: ParsableArguments {
        @Option(help: ArgumentHelp("The grok pattern of the classifier.", valueName: "pattern"))
        var pattern: String

        @Option(
            help: ArgumentHelp("A file of custom patterns: a name, a space, a regular expression.", valueName: "file")
        )
        var customPatterns: String?

        @Argument(help: ArgumentHelp("A file, gzip or plain, or - for standard input.", valueName: "file"))
        var input: String

        func format() throws -> PatternFormat {
            try CustomPatterns.format(of: pattern, customPatterns: customPatterns)
        }
    }

    /// The command `flowconv grok explain`.
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Tells for each line what its fields are, or where it ceases to match.",
            discussion: """
                A line matches as a whole, from its first byte to its last. Offsets count bytes from 0.

                Exit status: 0 done; 64 the pattern is wrong; 65 the file is corrupt; 66 it is missing; 74 reading failed.
                """
        )

        @OptionGroup var options: Options

        @Flag(help: "A line of JSON for each line.")
        var json = false

        @Flag(help: "Only the lines that do not match.")
        var mismatches = false

        func run() throws {
            let pattern = try options.format().pattern
            try LineExplanation.forEach(of: options.input, pattern) { explanation in
                if mismatches, explanation.outcome == .matched { return true }
                // Whoever reads may stop early, as `head` does.
                return Terminal.standardOutput.write(
                    json ? GrokJSON.line(explanation) : GrokText.explanation(explanation, options.input)
                )
            }
        }
    }

    /// The command `flowconv grok check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Tells how many lines match, which columns Glue declares, and what is wrong with the pattern.",
            discussion: """
                Exit status: 0 nothing wrong; 1 problems found; 64 the pattern is wrong; 65 the file is corrupt; \
                66 it is missing; 74 reading failed.
                """
        )

        @OptionGroup var options: Options

        func run() throws {
            let check = try ClassifierCheck(options.format(), path: options.input)
            Terminal.standardOutput.write(GrokText.check(check))
            if check.hasProblems { throw ExitCode(1) }
        }
    }

    /// The command `flowconv grok generate`.
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Writes a pattern for a Glue classifier that matches every record of a format.",
            discussion: """
                Also records without data, skipped ones, and those of unknown accounts. The fields are those of \
                --log-format or of a header line; those of the default format otherwise.

                Exit status: 0 done; 64 usage; 65 there is no header line, or the pattern would be too long; 66 the file \
                is missing; 74 reading failed.
                """
        )

        @Option(help: ArgumentHelp("The fields: '${version} ${account-id} …'.", valueName: "format"))
        var logFormat: String?

        @Option(help: ArgumentHelp("A file, gzip or plain, whose first line names the fields.", valueName: "file"))
        var fromHeader: String?

        @Flag(help: "For the lines of a CloudWatch Logs export, which begin with a timestamp.")
        var cloudwatchExport = false

        func run() throws {
            let format = try ClassifierFormat.format(logFormat: logFormat, headerFile: fromHeader)
            let pattern: GrokPattern
            do {
                pattern = try ClassifierPattern.pattern(for: format, isExport: cloudwatchExport)
            } catch {
                throw ConversionError(.invalidData, "\(error)")
            }
            Terminal.standardOutput.write(pattern.source + "\n")
            if ClassifierPattern.matchesHeaderLine(pattern, format) {
                Terminal.standardError.write(
                    "flowconv: note: without a field that is always a number the header line matches too\n"
                )
            }
        }
    }
}
