import Columnar
import Parquet

/// The rows of Parquet objects of one schema, in columns whose dictionaries outlive row groups and objects.
///
/// The text `-`, which AWS's files hold where there is no value, becomes NULL, as it is in everything else that is converted.
final class ParquetRows {
    /// The columns of the batch that was taken last.
    let vectors: [ColumnVector]
    /// What the ids of the file under way became, column by column.
    private var known: [(dictionary: ByteArrayDictionary, ids: [UInt32])?]

    init(columns: [WrittenColumn]) {
        vectors = columns.map { ColumnVector(type: $0.type) }
        known = columns.map { _ in nil }
    }

    /// Bytes that the dictionaries of the text columns hold on to.
    var dictionaryFootprint: Int { vectors.reduce(0) { $0 + ($1.dictionary?.memoryFootprint ?? 0) } }

    /// Drops the dictionaries, once nobody refers to them.
    func removeDictionaries() {
        for vector in vectors {
            vector.removeAll()
            vector.dictionary?.removeAll()
        }
        known = known.map { _ in nil }
    }

    /// Takes the rows of a batch in place of those before.
    func take(_ batch: RowBatch) {
        for (place, vector) in vectors.enumerated() {
            vector.removeAll()
            if vector.type == .string {
                append(batch.columns[place], place)
            } else {
                vector.append(0..<batch.rowCount, of: batch.columns[place])
            }
        }
    }

    private func append(_ source: ColumnVector, _ place: Int) {
        guard let from = source.dictionary, let target = vectors[place].dictionary else { return }
        // Every row group has a dictionary of its own.
        var ids = known[place].flatMap { $0.dictionary === from ? $0.ids : nil } ?? [0]
        for row in 0..<source.count {
            let id = Int(source.withValues(as: UInt32.self) { $0[row] })
            while ids.count <= id {
                let bytes = from.bytes(of: UInt32(ids.count))
                ids.append(bytes == [UInt8(ascii: "-")] ? 0 : target.id(of: bytes))
            }
            let mapped = ids[id]
            vectors[place].append(rows: 1, as: UInt32.self) { $0[0] = mapped }
        }
        known[place] = (from, ids)
    }
}
