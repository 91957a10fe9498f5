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

    /// Encodes some rows of one column, in the order that a sorter has found.
    ///
    /// All rows together are encoded through the order, without a sorted copy of the column.
    ///
    /// - Parameters:
    ///   - order: The order; `nil` for the one in which the rows stand.
    ///   - rows: Their places in that order.
    /// - Throws: As ``encode(_:as:)`` does.
    public func encode(
        _ source: ColumnChunkSource,
        in order: RowOrder?,
        rows: Range<Int>,
        as descriptor: ColumnDescriptor
    ) throws(ParquetError) -> EncodedColumnChunk {
        guard rows != 0..<source.count else { return try encode(source, in: order, as: descriptor) }
        // Unsafe: a part of the sorter's rows, copied from before this returns.
        let part =
            order.map { source.taking(rows: UnsafeBufferPointer(rebasing: $0.all[rows])) }
            ?? source.taking(rows: rows.map { UInt32(truncatingIfNeeded: $0) })
        return try encode(part, in: nil, as: descriptor)
    }

    /// Encodes the rows of one column.
    ///
    /// - Throws: ``ParquetError`` where the column's type is not the descriptor's, a row of a required column is NULL, or
    ///   compression fails.
    public func encode(
        _ source: ColumnChunkSource,
        as descriptor: ColumnDescriptor
    ) throws(ParquetError) -> EncodedColumnChunk {
        try encode(source, in: nil, as: descriptor)
    }

    private func encode(
        _ source: ColumnChunkSource,
        in order: RowOrder?,
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
            return try text.encode(column, in: order, descriptor)
        case .values(let vector):
            guard descriptor.type == vector.type else { throw mismatch(descriptor) }
            switch vector.type {
            case .int32: return try integers.encode(vector, in: order, descriptor, as: Int32.self)
            case .int64, .timestampMillis: return try integers.encode(vector, in: order, descriptor, as: Int64.self)
            case .double, .boolean:
                guard case .values(let vector) = order.map({ source.taking(rows: $0.all) }) ?? source else { break }
                return vector.type == .double
                    ? try others.encodeDoubles(vector, descriptor) : try others.encodeBooleans(vector, descriptor)
            case .string: break
            }
            throw mismatch(descriptor)
        }
    }

    private func mismatch(_ descriptor: ColumnDescriptor) -> ParquetError {
        ParquetError(
            .schemaMismatch,
            "column \(descriptor.name) is declared to be \(descriptor.type) and given something else"
        )
    }
}
