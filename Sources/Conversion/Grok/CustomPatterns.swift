import FlowLogs
import Grok
import Storage
import SystemPackage

/// Custom patterns from a file, as Glue takes them: one a line, a name, a space and a regular expression.
public enum CustomPatterns {
    /// The text of the file.
    ///
    /// - Throws: ``ConversionError`` where the file is missing or cannot be read.
    public static func text(at path: String) throws(ConversionError) -> String {
        do {
            let file = try InputFile(path: FilePath(path))
            guard let size = try file.size() else {
                throw ConversionError(.inputUnavailable, "\(path): custom patterns are read from a file; give its name")
            }
            return String(decoding: try file.bytes(0..<size), as: UTF8.self)
        } catch let error as ConversionError {
            throw error
        } catch {
            throw ConversionError(.inputUnavailable, "\(error)")
        }
    }

    /// The format of a grok pattern with the custom patterns of a file, if any.
    ///
    /// - Throws: ``ConversionError`` that names the option and the place in the pattern.
    public static func format(of pattern: String, customPatterns path: String?) throws(ConversionError) -> PatternFormat
    {
        let text = try path.map { path throws(ConversionError) in try self.text(at: path) } ?? ""
        do {
            return try PatternFormat(pattern, customPatterns: text)
        } catch {
            throw ConversionError(.usage, "\(path.map { "\($0): " } ?? "")\(error)")
        }
    }
}
