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

    /// An encoder that is used by one task at a time.
    private struct Encoder: @unchecked Sendable {
        let encoder: ColumnChunkEncoder
    }

    /// A row group with fewer rows than this is not worth handing around.
    private static let leastRows = 1 << 16

    /// Encoders for columns of that schema, `width` of them.
    init(schema: [ColumnDescriptor], options: ParquetWriterOptions, width: Int) throws {
        self.schema = schema
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
        let width = rows.count < Self.leastRows ? 1 : min(encoders.count, sources.count)
        guard width > 1 else {
            return try zip(sources, schema).map { source, descriptor in
                try encoders[0].encoder.encode(source, in: order, rows: rows, as: descriptor)
            }
        }
        let next = NextPlace()
        return try await withThrowingTaskGroup(of: [(place: Int, chunk: EncodedColumnChunk)].self) { group in
            for encoder in encoders.prefix(width) {
                group.addTask { [schema] in
                    var done: [(place: Int, chunk: EncodedColumnChunk)] = []
                    while let place = next.take(below: sources.count) {
                        let chunk = try encoder.encoder.encode(
                            sources[place],
                            in: order,
                            rows: rows,
                            as: schema[place]
                        )
                        done.append((place, chunk))
                    }
                    return done
                }
            }
            var chunks: [EncodedColumnChunk?] = sources.map { _ in nil }
            for try await done in group {
                for (place, chunk) in done { chunks[place] = chunk }
            }
            return chunks.compactMap { $0 }
        }
    }

    /// Hands out the numbers of columns, each once.
    private final class NextPlace: Sendable {
        private let next = Atomic<Int>(0)

        func take(below limit: Int) -> Int? {
            let place = next.add(1, ordering: .relaxed).oldValue
            return place < limit ? place : nil
        }
    }
}
