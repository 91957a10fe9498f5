import Columnar
import ThriftCompact

/// Finds and decodes the footer of a file (parquet-format, README.md, "File format").
public enum FileFooter {
    /// Bytes at the end of a file that hold the footer's length and the magic.
    public static let tailLength = 8

    /// The most bytes a footer may have; more than that is taken for damage.
    static let lengthLimit = 256 << 20

    /// The bytes of the footer within a file of `fileSize` bytes whose last eight are `tail`.
    ///
    /// - Throws: ``ParquetError`` where the file is no Parquet file.
    public static func range(tail: [UInt8], fileSize: Int) throws(ParquetError) -> Range<Int> {
        guard tail.count == tailLength, fileSize >= tailLength + ParquetFileWriter.magic.count,
            Array(tail[4...]) == ParquetFileWriter.magic
        else {
            throw ParquetError(.notParquet, "the file does not end in PAR1: it is no Parquet file, or it is cut short")
        }
        let length = tail[0..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
        let end = fileSize - tailLength
        guard length > 0, length <= lengthLimit, length <= end - ParquetFileWriter.magic.count else {
            throw ParquetError(
                .notParquet,
                "the footer's length of \(length) bytes does not fit a file of \(fileSize) bytes"
            )
        }
        return (end - length)..<end
    }

    /// Decodes the footer.
    ///
    /// - Throws: ``ParquetError`` where the bytes are no footer.
    public static func decode(_ bytes: [UInt8]) throws(ParquetError) -> FileMetaData {
        var reader = CompactReader(bytes: bytes)
        do {
            return try FileMetaData(from: &reader)
        } catch {
            throw ParquetError(.notParquet, "the footer cannot be decoded: \(error)")
        }
    }

    /// The flat columns of a file.
    ///
    /// - Throws: ``ParquetError`` where the schema is nested or has a type that is not read here.
    public static func columns(of metaData: FileMetaData) throws(ParquetError) -> [ColumnDescriptor] {
        var columns: [ColumnDescriptor] = []
        for element in metaData.schema.dropFirst() {
            guard (element.numChildren ?? 0) == 0, element.repetitionType != .repeated, let type = element.type else {
                throw ParquetError(.unsupportedSchema, "column \(element.name) is nested; only flat schemas are read")
            }
            columns.append(
                ColumnDescriptor(
                    name: element.name,
                    type: try columnType(of: element, type),
                    repetition: element.repetitionType == .required ? .required : .optional
                )
            )
        }
        return columns
    }

    private static func columnType(of element: SchemaElement, _ type: PhysicalType) throws(ParquetError) -> ColumnType {
        let isMillis = element.logicalType == .timestamp(isAdjustedToUTC: true, unit: .millis)
        switch type {
        case .boolean: return .boolean
        case .int32: return .int32
        case .int64: return isMillis || element.convertedType == .timestampMillis ? .timestampMillis : .int64
        case .double: return .double
        case .byteArray: return .string
        default:
            throw ParquetError(
                .unsupportedSchema,
                "column \(element.name) has the type \(type), which is not read here"
            )
        }
    }
}
