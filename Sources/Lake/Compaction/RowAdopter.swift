import Columnar

/// Turns rows of files, whose text is told by each file's own dictionaries, into rows that share one set of dictionaries.
final class RowAdopter {
    private let dictionaries: [ByteArrayDictionary?]

    init(types: [ColumnType]) {
        dictionaries = types.map { $0 == .string ? ByteArrayDictionary() : nil }
    }

    /// Bytes that the dictionaries hold on to.
    var memoryFootprint: Int { dictionaries.reduce(0) { $0 + ($1?.memoryFootprint ?? 0) } }

    /// Drops what is in the dictionaries; the ids of earlier rows mean nothing any more.
    func removeAll() { for dictionary in dictionaries { dictionary?.removeAll() } }

    /// The same rows with ids of the shared dictionaries.
    func adopt(_ columns: [ColumnVector], rows: Int) -> [ColumnVector] {
        zip(columns, dictionaries).map { column, dictionary in
            guard let dictionary, let own = column.dictionary else { return column }
            let adopted = ColumnVector(type: .string, dictionary: dictionary, capacity: rows)
            column.withValues(as: UInt32.self) { ids in
                // Each value is looked up once a batch.
                var known = [UInt32](repeating: 0, count: Int(ids.max() ?? 0) + 1)
                adopted.append(rows: rows, as: UInt32.self) { target in
                    for row in 0..<rows {
                        let id = Int(ids[row])
                        if id != 0, known[id] == 0 { known[id] = dictionary.id(of: own.bytes(of: UInt32(id))) }
                        target[row] = known[id]
                    }
                }
            }
            return adopted
        }
    }
}
