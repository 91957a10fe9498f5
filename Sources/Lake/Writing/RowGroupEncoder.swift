import Parquet

/// Encodes the row groups of one work unit one after the other, beside the work of its caller where that is allowed.
///
/// At most one row group is under way, so that memory stays bounded, and results come in the order they were asked for, so
/// that files do not depend on timing.
final class RowGroupEncoder {
    /// A row group on its way to its file.
    typealias Result = (partition: PartitionWriter, chunks: [EncodedColumnChunk])

    private let schema: [ColumnDescriptor]
    private let encoder: EncoderBox
    private let sortPlaces: [Int]
    private let inBackground: Bool
    private var pending: (partition: PartitionWriter, task: Task<[EncodedColumnChunk], any Error>)?

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
        sortPlaces = options.parquet.sortingColumns.map { Int($0.columnIdx) }
    }

    /// Takes a row group on and returns what is ready: the one before, or this one where nothing runs beside the caller.
    func encode(_ sources: [ColumnChunkSource], for partition: PartitionWriter) async throws -> [Result] {
        let finished = try await drain()
        let task: @Sendable () throws -> [EncodedColumnChunk] = { [schema, encoder, sortPlaces] in
            let order = encoder.sorter.order(of: sources, by: sortPlaces)
            var chunks: [EncodedColumnChunk] = []
            for (source, descriptor) in zip(sources, schema) {
                // One column at a time, so that only one is held twice.
                let sorted = order.map { source.taking(rows: $0) } ?? source
                chunks.append(try encoder.encoder.encode(sorted, as: descriptor))
            }
            return chunks
        }
        guard inBackground else { return finished + [(partition, try task())] }
        pending = (partition, Task { try task() })
        return finished
    }

    /// Waits for the row group under way.
    func drain() async throws -> [Result] {
        guard let (partition, task) = pending else { return [] }
        pending = nil
        return [(partition, try await task.value)]
    }

    /// Waits for the row group under way and drops it.
    func cancel() async {
        _ = await pending?.task.result
        pending = nil
    }
}
