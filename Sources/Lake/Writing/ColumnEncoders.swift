import Parquet
import Synchronization

/// Sorts the rows of row groups and encodes their columns, several columns at a time where that is allowed.
///
/// Which encoder takes which column depends on timing, and what becomes of the column does not.
final class ColumnEncoders: @unchecked Sendable {
    // Unsafe: goes from one task to the next, never to two at a time; within `encode` each encoder is one child task's own.
    private let sorter = RowSorter()
    private let encoders: [Encoder]
    private let schema: [ColumnDescriptor]
    private let options: ParquetWriterOptions

    /// An encoder that is used by one task at a time.
    private struct Encoder: @unchecked Sendable {
        let encoder: ColumnChunkEncoder
    }

    /// A row group with fewer rows than this is not worth handing around.
    private static let leastRows = 1 << 16

    /// Encoders for columns of that schema, `width` of them.
    init(schema: [ColumnDescriptor], options: ParquetWriterOptions, width: Int) throws {
        self.schema = schema
        self.options = options
        encoders = try (0..<max(width, 1)).map { _ in Encoder(encoder: try ColumnChunkEncoder(options: options)) }
    }

    /// The order of the rows by some columns; `nil` where they stand so already.
    func order(of sources: [ColumnChunkSource], by places: [Int]) -> RowOrder? {
        sorter.order(of: sources, by: places)
    }

    /// Encodes some rows of all columns.
    func encode(
        _ sources: [ColumnChunkSource],
        in order: RowOrder?,
        rows: Range<Int>
    ) async throws -> [EncodedColumnChunk] {
        let originals = originals(of: sources)
        let places = sources.indices.filter { originals[$0] == $0 }
        var chunks: [Int: EncodedColumnChunk] = [:]
        let width = rows.count < Self.leastRows ? 1 : min(encoders.count, places.count)
        if width > 1 {
            chunks = try await encodeTogether(sources, at: places, in: order, rows: rows, width: width)
        } else {
            for place in places {
                chunks[place] = try encoders[0].encoder.encode(sources[place], in: order, rows: rows, as: schema[place])
            }
        }
        return zip(originals, schema).compactMap { chunks[$0]?.renamed(to: $1) }
    }

    /// For each column the first one that becomes the same bytes, which is the column itself as a rule.
    private func originals(of sources: [ColumnChunkSource]) -> [Int] {
        sources.indices.map { place in
            sources[..<place].indices.first {
                sources[$0].isSameText(as: sources[place]) && options.encodeAlike(schema[$0], schema[place])
            } ?? place
        }
    }

    /// Encodes the columns at `places`, `width` of them at a time.
    private func encodeTogether(
        _ sources: [ColumnChunkSource],
        at places: [Int],
        in order: RowOrder?,
        rows: Range<Int>,
        width: Int
    ) async throws -> [Int: EncodedColumnChunk] {
        let next = NextPlace()
        return try await withThrowingTaskGroup(of: [Int: EncodedColumnChunk].self) { group in
            for encoder in encoders.prefix(width) {
                group.addTask { [schema] in
                    var done: [Int: EncodedColumnChunk] = [:]
                    while let index = next.take(below: places.count) {
                        let place = places[index]
                        done[place] = try encoder.encoder.encode(sources[place], in: order, rows: rows, as: schema[place])
                    }
                    return done
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
    }

    /// Hands out numbers, each once.
    private final class NextPlace: Sendable {
        private let next = Atomic<Int>(0)

        func take(below limit: Int) -> Int? {
            let place = next.add(1, ordering: .relaxed).oldValue
            return place < limit ? place : nil
        }
    }
}
