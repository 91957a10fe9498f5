import Parquet

/// Encodes the row groups of one work unit one after the other, beside the work of its caller where that is allowed.
///
/// Sorted rows are cut into row groups here, so that their bounds hardly overlap and a reader needs few of them.
///
/// The rows of one call at most are under way, so that memory stays bounded, and results come in the order they were asked for, so
/// that files do not depend on timing.
final class RowGroupEncoder {
    /// A row group on its way to its file.
    typealias Result = (partition: PartitionWriter, chunks: [EncodedColumnChunk])

    private let schema: [ColumnDescriptor]
    private let encoder: EncoderBox
    private let sortPlaces: [Int]
    private let rowLimit: Int
    private let inBackground: Bool
    private var pending: (partition: PartitionWriter, task: Task<[[EncodedColumnChunk]], any Error>)?

    /// The encoder goes from one task to the next, never to two at a time: each is awaited before the next begins.
    private final class EncoderBox: @unchecked Sendable {
        let encoder: ColumnChunkEncoder
        let sorter = RowSorter()
        init(_ encoder: ColumnChunkEncoder) { self.encoder = encoder }
    }

    init(schema: [ColumnDescriptor], options: TableWriterOptions) throws {
        self.schema = schema
        encoder = EncoderBox(try ColumnChunkEncoder(options: options.parquet))
        inBackground = options.encodesInBackground
        rowLimit = max(options.rowGroupRowLimit, 1)
        sortPlaces = options.parquet.sortingColumns.map { Int($0.columnIdx) }
    }

    /// Takes rows on and returns what is ready: the row groups before, or these where nothing runs beside the caller.
    func encode(_ sources: [ColumnChunkSource], for partition: PartitionWriter) async throws -> [Result] {
        let finished = try await drain()
        let task: @Sendable () throws -> [[EncodedColumnChunk]] = { [schema, encoder, sortPlaces, rowLimit] in
            let order = encoder.sorter.order(of: sources, by: sortPlaces)
            return try Self.rowGroups(of: sources.first?.count ?? 0, rowLimit: rowLimit).map { rows in
                try zip(sources, schema).map { source, descriptor in
                    try encoder.encoder.encode(source, in: order, rows: rows, as: descriptor)
                }
            }
        }
        guard inBackground else { return finished + (try task()).map { (partition, $0) } }
        pending = (partition, Task { try task() })
        return finished
    }

    /// Cuts rows into as few row groups as the limit allows, of nearly equal size.
    private static func rowGroups(of count: Int, rowLimit: Int) -> [Range<Int>] {
        let groups = max((count + rowLimit - 1) / rowLimit, 1)
        return (0..<groups).map { $0 * count / groups..<($0 + 1) * count / groups }
    }

    /// Waits for the rows under way.
    func drain() async throws -> [Result] {
        guard let (partition, task) = pending else { return [] }
        pending = nil
        return try await task.value.map { (partition, $0) }
    }

    /// Waits for the row group under way and drops it.
    func cancel() async {
        _ = await pending?.task.result
        pending = nil
    }
}
