/// Why a Parquet file could not be written or read.
public struct ParquetError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Equatable, Sendable {
        /// The compression library refused.
        case compressionFailed
        /// The codec is not built in.
        case unsupportedCodec
        /// Columns do not fit the schema.
        case schemaMismatch
        /// The bytes are no Parquet file.
        case notParquet
        /// The schema has something that is not read here.
        case unsupportedSchema
        /// A page is in an encoding that is not read here.
        case unsupportedEncoding
        /// The file contradicts itself: it is damaged, or was made to do harm.
        case invalidData
        /// A predicate cannot be read, or does not fit the columns.
        case invalidPredicate
    }

    /// What went wrong.
    public let code: Code
    /// One line for the user.
    public let description: String

    /// A failure of that kind.
    @inline(never)
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Errors are equal where their kind is.
    public static func == (left: ParquetError, right: ParquetError) -> Bool { left.code == right.code }
}
