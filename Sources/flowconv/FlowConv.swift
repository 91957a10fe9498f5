import ArgumentParser
import Conversion
import Storage

/// The command line of flowconv.
@main
struct FlowConv: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flowconv",
        abstract: "Converts VPC Flow Logs to typed, compressed, Hive-partitioned Parquet.",
        version: Version.text,
        subcommands: [
            ConvertCommand.self, ClassifyCommand.self, CatCommand.self, InspectCommand.self, GenerateCommand.self,
            TableCommand.self, GrokCommand.self, VerifyCommand.self, StatusCommand.self, CompactCommand.self,
            BenchCommand.self,
        ]
    )

    static func main() async {
        StandardStreams.prepare()
        Allocator.keepFreedMemory()
        do {
            var command = try parseAsRoot()
            // Before any task runs.
            do { try OpenFiles.check() } catch { throw ConversionError(.ioFailure, "\(error)") }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as ConversionError {
            Terminal.standardError.write("flowconv: error: \(error)\n")
            exit(withError: ExitCode(error.code.rawValue))
        } catch {
            exit(withError: error)
        }
    }
}
