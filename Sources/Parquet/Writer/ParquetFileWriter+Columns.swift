import Columnar

extension ParquetFileWriter {
    /// Encodes columns as one row group, in the order of the schema, and returns its bytes.
    ///
    /// The columns are taken over: fill new ones for the next row group. Whoever encodes beside other work calls
    /// ``ColumnChunkEncoder`` instead, and ``append(_:)`` with what it returns.
    ///
    /// - Throws: ``ParquetError`` where the columns are not those of the schema.
    public mutating func append(
        rowGroup columns: [ColumnVector],
        encoder: ColumnChunkEncoder
    ) throws(ParquetError) -> [UInt8] {
        guard columns.count == schema.count else {
            throw ParquetError(
                .schemaMismatch,
                "the row group has \(columns.count) columns and the file \(schema.count); give one for each"
            )
        }
        var chunks: [EncodedColumnChunk] = []
        for (column, descriptor) in zip(columns, schema) {
            chunks.append(try encoder.encode(ColumnChunkSource(taking: column), as: descriptor))
        }
        return try append(chunks).flatMap { $0 }
    }
}
