import Columnar

/// Encodes column chunks of doubles and truth values, which are always PLAIN.
final class PlainChunkEncoder {
    private let pages: PageWriter

    init(pages: PageWriter) {
        self.pages = pages
    }

    func encodeDoubles(_ vector: ColumnVector, _ descriptor: ColumnDescriptor) throws(ParquetError)
        -> EncodedColumnChunk
    {
        try vector.withValues(as: Double.self) { values throws(ParquetError) in
            try vector.withValidity { validity throws(ParquetError) in
                try encode(vector, descriptor, bounds: { DoubleBounds.bounds(values, validity, $0) }) { rows, buffer in
                    for row in rows where validity.map({ $0[row] != 0 }) ?? true {
                        buffer.append(littleEndian: values[row].bitPattern)
                    }
                }
            }
        }
    }

    func encodeBooleans(_ vector: ColumnVector, _ descriptor: ColumnDescriptor) throws(ParquetError)
        -> EncodedColumnChunk
    {
        try vector.withValues(as: UInt8.self) { values throws(ParquetError) in
            try vector.withValidity { validity throws(ParquetError) in
                try encode(vector, descriptor, bounds: { BooleanBounds.bounds(values, validity, $0) }) { rows, buffer in
                    let present = rows.filter { row in validity.map { $0[row] != 0 } ?? true }
                    PlainEncoder.encode(booleans: present.map { values[$0] }, into: buffer)
                }
            }
        }
    }

    private func encode(
        _ vector: ColumnVector,
        _ descriptor: ColumnDescriptor,
        bounds: (Range<Int>) -> ValueBounds?,
        values: (Range<Int>, ByteBuffer) -> Void
    ) throws(ParquetError) -> EncodedColumnChunk {
        pages.begin(descriptor, rowCount: vector.count)
        try pages.writeDataPages(encoding: .plain, width: vector.type.width) { rows, buffer in
            let nullCount =
                !pages.hasLevels
                ? 0
                : vector.withValidity { validity in
                    guard let validity else {
                        DefinitionLevelEncoder.encode(repeating: 1, count: rows.count, into: buffer)
                        return 0
                    }
                    return DefinitionLevelEncoder.encode(UnsafeBufferPointer(rebasing: validity[rows]), into: buffer)
                }
            values(rows, buffer)
            return PageSummary(nullCount: nullCount, bounds: bounds(rows))
        }
        return pages.finish(
            nullCount: vector.nullCount,
            bounds: bounds(0..<vector.count),
            unencodedByteArrayBytes: nil,
            bloomFilter: nil
        )
    }
}
