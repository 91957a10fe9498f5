import Parquet
import Storage

/// The files of one partition that one work unit writes, one after the other.
final class PartitionWriter {
    /// The folder, relative to the lake.
    let path: String
    /// The rows that are not yet encoded.
    var buffer: RowGroupBuffer?
    /// Grows with every write; tells which file was written to longest ago.
    var lastUse = 0

    private let store: any ObjectStore
    private let fileName: (Int) -> String
    private let schema: [ColumnDescriptor]
    private let options: TableWriterOptions
    private var sequence = 0
    private var file: (writer: ParquetFileWriter, upload: any ObjectUpload, name: String)?

    init(
        path: String,
        store: any ObjectStore,
        schema: [ColumnDescriptor],
        options: TableWriterOptions,
        fileName: @escaping (Int) -> String
    ) {
        self.path = path
        self.store = store
        self.schema = schema
        self.options = options
        self.fileName = fileName
    }

    var isOpen: Bool { file != nil }

    /// Adds a row group to the open file, or to a new one; returns the file where it was full and is now sealed.
    func write(_ chunks: [EncodedColumnChunk]) async throws -> SealedFile? {
        var open = try await file ?? begin()
        file = nil
        for body in try open.writer.append(chunks) { try await open.upload.append(body) }
        // A footer of more than a few row groups no longer fits a reader's first request.
        let isFull = open.writer.byteCount >= options.targetFileSizeInBytes
        file = open
        return isFull ? try await seal() : nil
    }

    /// Finishes the open file: complete and durable, but not yet visible.
    func seal() async throws -> SealedFile? {
        guard let open = file else { return nil }
        file = nil
        let rows = open.writer.rowCount
        let body = open.writer.byteCount
        let tail = open.writer.finish()
        try await open.upload.append(tail)
        try await open.upload.seal()
        return SealedFile(
            upload: open.upload,
            partition: path,
            name: open.name,
            rows: rows,
            bytes: body + tail.count
        )
    }

    /// Drops the open file.
    func abort() async {
        await file?.upload.abort()
        file = nil
    }

    private func begin() async throws -> (writer: ParquetFileWriter, upload: any ObjectUpload, name: String) {
        let name = fileName(sequence)
        sequence += 1
        let upload = try await store.beginUpload()
        var writer = ParquetFileWriter(schema: schema, options: options.parquet)
        do {
            try await upload.append(writer.begin())
        } catch {
            await upload.abort()
            throw error
        }
        return (writer, upload, name)
    }
}
