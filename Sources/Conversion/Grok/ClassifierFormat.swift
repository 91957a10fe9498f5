import FlowLogs

/// The record format that a classifier is generated for.
public enum ClassifierFormat {
    /// The format of a `--log-format` string, or of the first header line of a file, or the default format.
    ///
    /// - Throws: ``ConversionError`` where both are given, the file cannot be read, or there is no list of fields.
    public static func format(logFormat: String?, headerFile: String?) throws(ConversionError) -> RecordFormat {
        guard logFormat == nil || headerFile == nil else {
            throw ConversionError(.usage, "--log-format and --from-header both name the fields; give one of them")
        }
        do {
            if let logFormat { return try RecordFormat(logFormat: logFormat) }
        } catch {
            throw ConversionError(.usage, "\(error)")
        }
        guard let headerFile else { return .vpcDefault }
        var first: [UInt8]?
        try InputLines.forEach(of: headerFile) { line in
            first = line.bytes
            return false
        }
        let text = String(decoding: first ?? [], as: UTF8.self)
        guard let first, FlowLogLineKind(first) == .header, let format = try? RecordFormat(logFormat: text) else {
            throw ConversionError(
                .invalidData,
                "\(headerFile): line 1: expected a header line of field names; name the fields with --log-format"
            )
        }
        return format
    }
}
