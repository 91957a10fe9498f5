import Columnar
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

    private let encoders: ColumnEncoders
    private let sortPlaces: [Int]
    private let rowLimit: Int
    private let inBackground: Bool
    private var pending: (partition: PartitionWriter, task: Task<[[EncodedColumnChunk]], any Error>)?

    init(schema: [ColumnDescriptor], options: TableWriterOptions) throws {
        inBackground = options.encodesInBackground
        encoders = try ColumnEncoders(
            schema: schema,
            options: options.parquet,
            width: inBackground ? options.encoderCount : 1
        )
        rowLimit = max(options.rowGroupRowLimit, 1)
        sortPlaces = options.parquet.sortingColumns.map { Int($0.columnIdx) }
    }

    /// Takes rows on and returns what is ready: the row groups before, or these where nothing runs beside the caller.
    ///
    /// The columns are taken over, and their dictionaries are free to grow once this returns.
    func encode(_ columns: [ColumnVector], for partition: PartitionWriter) async throws -> [Result] {
        let sources = try await encoders.sources(taking: columns)
        let finished = try await drain()
        let task: @Sendable () async throws -> [[EncodedColumnChunk]] = { [encoders, sortPlaces, rowLimit] in
            let order = encoders.order(of: sources, by: sortPlaces)
            var groups: [[EncodedColumnChunk]] = []
            for rows in Self.rowGroups(of: sources.first?.count ?? 0, rowLimit: rowLimit) {
                groups.append(try await encoders.encode(sources, in: order, rows: rows))
            }
            return groups
        }
        guard inBackground else { return finished + (try await task()).map { (partition, $0) } }
        pending = (partition, Task { try await task() })
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
