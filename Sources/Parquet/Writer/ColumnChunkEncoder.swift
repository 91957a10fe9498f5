import Columnar

/// Encodes column chunks, one after the other, with scratch memory that is used again for each.
///
/// Steps: find the distinct values, choose the encoding by what it measures, cut pages, compress, and collect what
/// statistics, page index and bloom filter need. One task uses an encoder at a time.
public final class ColumnChunkEncoder {
    private let text: TextChunkEncoder
    private let integers: IntegerChunkEncoder
    private let others: PlainChunkEncoder

    /// An encoder for files with those options.
    ///
    /// - Throws: ``ParquetError`` where the codec is not built in.
    public init(options: ParquetWriterOptions) throws(ParquetError) {
        let pages = try PageWriter(options: options)
        text = TextChunkEncoder(pages: pages, options: options)
        integers = IntegerChunkEncoder(pages: pages, options: options)
        others = PlainChunkEncoder(pages: pages)
    }

    /// Encodes the rows of one column.
    ///
    /// - Throws: ``ParquetError`` where the column's type is not the descriptor's, a row of a required column is NULL, or
    ///   compression fails.
    public func encode(
        _ source: ColumnChunkSource,
        as descriptor: ColumnDescriptor
    ) throws(ParquetError) -> EncodedColumnChunk {
        if descriptor.repetition == .required, let row = source.firstNull {
            throw ParquetError(
                .schemaMismatch,
                "column \(descriptor.name) is declared to be required, and \(source.nullCount) of \(source.count) rows of "
                    + "the row group are NULL, the first of them row \(row); give values or declare it to be optional"
            )
        }
        switch source {
        case .strings(let column):
            guard descriptor.type == .string else { throw mismatch(descriptor) }
            return try text.encode(column, descriptor)
        case .values(let vector):
            guard descriptor.type == vector.type else { throw mismatch(descriptor) }
            switch vector.type {
            case .int32: return try integers.encode(vector, descriptor, as: Int32.self)
            case .int64, .timestampMillis: return try integers.encode(vector, descriptor, as: Int64.self)
            case .double: return try others.encodeDoubles(vector, descriptor)
            case .boolean: return try others.encodeBooleans(vector, descriptor)
            case .string: throw mismatch(descriptor)
            }
        }
    }

    private func mismatch(_ descriptor: ColumnDescriptor) -> ParquetError {
        ParquetError(
            .schemaMismatch,
            "column \(descriptor.name) is declared to be \(descriptor.type) and given something else"
        )
    }
}
