import Columnar

/// Makes the columns of a ``RowShape`` out of the columns of records.
///
/// Columns that are written as they are parsed are passed on; the others have vectors and dictionaries of their own, which
/// live until they are dropped.
public final class RowShaper {
    /// The columns that come out.
    public let shape: RowShape

    private var vectors: [ColumnVector?]
    private var deriver: ColumnDeriver
    /// What each id of a tag column became, by the place of the column.
    private var decodedIDs: [Int: [UInt32]] = [:]

    /// A shaper of that shape.
    public init(_ shape: RowShape) {
        self.shape = shape
        vectors = shape.columns.map { column in
            if case .record = column.source { return nil }
            return ColumnVector(type: column.type)
        }
        deriver = ColumnDeriver(shape.format)
    }

    /// Bytes that its own dictionaries hold on to.
    public var dictionaryFootprint: Int { vectors.reduce(0) { $0 + ($1?.dictionary?.memoryFootprint ?? 0) } }

    /// Drops all dictionaries, its own and what is known of the parser's.
    public func removeDictionaries() {
        for vector in vectors {
            vector?.removeAll()
            vector?.dictionary?.removeAll()
        }
        decodedIDs.removeAll()
        deriver = ColumnDeriver(shape.format)
    }

    /// The columns for the rows of a batch; valid until the next call.
    public func columns(of batch: ColumnBatch, object: String) -> [ColumnVector] {
        shape.columns.indices.map { place in
            if case .record(let column) = shape.columns[place].source { return batch.columns[column] }
            let vector = vectors[place] ?? ColumnVector(type: shape.columns[place].type)
            vector.removeAll()
            switch shape.columns[place].source {
            case .record: break
            case .timestamp(let column): appendTimestamps(batch.columns[column], to: vector)
            case .decoded(let column): appendDecoded(batch.columns[column], place, to: vector)
            case .null: vector.appendNulls(batch.count)
            case .derived(let derived): deriver.append(derived, of: batch, to: vector)
            case .lineage(.object):
                let id = vector.dictionary?.id(of: Array(object.utf8)) ?? 0
                vector.append(rows: batch.count, as: UInt32.self) { $0.update(repeating: id, count: batch.count) }
            case .lineage(.line): for row in 0..<batch.count { vector.append(Int64(batch.line(ofRow: row))) }
            }
            return vector
        }
    }

    /// Seconds as milliseconds; what no timestamp can hold is NULL.
    private func appendTimestamps(_ seconds: ColumnVector, to vector: ColumnVector) {
        for row in 0..<seconds.count {
            let product = seconds.integer(at: row)?.multipliedReportingOverflow(by: 1000)
            vector.append(product.flatMap { $0.overflow ? nil : $0.partialValue })
        }
    }

    private func appendDecoded(_ tags: ColumnVector, _ place: Int, to vector: ColumnVector) {
        guard let source = tags.dictionary, let target = vector.dictionary else { return }
        var known = decodedIDs[place] ?? [0]
        for row in 0..<tags.count {
            let id = Int(tags.withValues(as: UInt32.self) { $0[row] })
            while known.count <= id {
                let bytes = source.bytes(of: UInt32(known.count))
                known.append(target.id(of: PercentEncoding.decode(bytes) ?? bytes))
            }
            let decoded = known[id]
            vector.append(rows: 1, as: UInt32.self) { $0[0] = decoded }
        }
        decodedIDs[place] = known
    }
}
