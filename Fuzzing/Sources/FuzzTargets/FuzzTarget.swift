/// What bytes from outside are fed to.
///
/// A target returns whatever its input is; it throws where the code under test breaks a promise, and crashes where that does.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Gzip, in one piece and in many, then the line splitter against a plain split.
    case gzip
    /// Zstd, in one piece and in many.
    case zstd
    /// The record parser against its plain twin.
    case records
    /// Envelopes, in one piece and in many.
    case envelopes
    /// Grok patterns: compiled, run with and without memo, and as record parser.
    case grok
    /// Thrift compact, and the structs of a Parquet file.
    case thrift
    /// Parquet files, all rows of all columns, and with a predicate.
    case parquet
    /// JSON text.
    case json
    /// Commit records, intents and schemas.
    case commits

    /// Runs an input.
    ///
    /// - Throws: ``FuzzFailure``.
    public func run(_ input: [UInt8]) throws(FuzzFailure) {
        switch self {
        case .gzip: try GzipTarget.run(input)
        case .zstd: try ZstdTarget.run(input)
        case .records: try RecordsTarget.run(input)
        case .envelopes: try EnvelopesTarget.run(input)
        case .grok: try GrokTarget.run(input)
        case .thrift: try ThriftTarget.run(input)
        case .parquet: try ParquetTarget.run(input)
        case .json: try JSONTarget.run(input)
        case .commits: try CommitsTarget.run(input)
        }
    }
}
