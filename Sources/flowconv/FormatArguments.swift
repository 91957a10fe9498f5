import Conversion
import FlowLogs
import Storage
import SystemPackage

/// What `--log-format` may be: the format itself, or a file that describes flow logs.
enum FormatArguments {
    /// The formats that the arguments name.
    ///
    /// - Throws: ``ConversionError`` where one is neither.
    static func choice(_ arguments: [String], only: String?) throws -> FormatChoice {
        var choice = FormatChoice()
        var hasFile = false
        for argument in arguments {
            if let bytes = try contents(argument) {
                hasFile = true
                try choice.add(describeFlowLogs: bytes, named: argument, only: only)
                continue
            }
            do {
                choice.formats.append(try RecordFormat(logFormat: argument))
            } catch {
                throw ConversionError(.usage, "--log-format: \(error)")
            }
        }
        if let only, !hasFile {
            throw ConversionError(
                .usage,
                "--flow-log-id is \(only), and no file says its format; add --log-format with the output of aws ec2 describe-flow-logs"
            )
        }
        return choice
    }

    /// The contents of the file of that name; `nil` where the argument does not look like one.
    private static func contents(_ argument: String) throws -> [UInt8]? {
        guard argument.hasSuffix(".json") || argument.contains("/") else { return nil }
        do {
            let file = try InputFile(path: FilePath(argument))
            guard let size = try file.size(), size < 64 << 20 else {
                throw ConversionError(.usage, "--log-format: \(argument) is no file of moderate size")
            }
            return try file.bytes(0..<size)
        } catch let error as StorageError {
            throw ConversionError(.inputUnavailable, "--log-format: \(error)")
        }
    }
}
