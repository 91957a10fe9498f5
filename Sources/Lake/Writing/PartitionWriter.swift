import Columnar
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
    /// The column that times of files are told by.
    private let timeColumn: Int?
    private typealias OpenFile = (writer: ParquetFileWriter, upload: HashingUpload, name: String)
    private var file: OpenFile?

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
        timeColumn =
            schema.firstIndex { $0.name == "start" && $0.type == .int64 }
            ?? schema.firstIndex { $0.type == .timestampMillis }
    }

    var isOpen: Bool { file != nil }

    /// Adds a row group to the open file, or to a new one; returns the file where it was full and is now sealed.
    func write(_ chunks: [EncodedColumnChunk]) async throws -> SealedFile? {
        var open: OpenFile
        if let file { open = file } else { open = try await begin() }
        file = open
        let bodies = try open.writer.append(chunks)
        if options.encodesInBackground {
            try await open.upload.appendBesideHashing(bodies)
        } else {
            for body in bodies { try await open.upload.append(body) }
        }
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
        let times = timeColumn.flatMap { open.writer.range(ofColumn: $0) }
        let tail = open.writer.finish()
        let ticket: UploadTicket
        do {
            try await open.upload.append(tail)
            ticket = try await open.upload.base.seal()
        } catch {
            await open.upload.base.abort()
            throw error
        }
        return SealedFile(
            upload: open.upload.base,
            ticket: ticket,
            partition: path,
            name: open.name,
            rows: rows,
            bytes: body + tail.count,
            sha256: open.upload.finish(),
            times: times
        )
    }

    /// Drops the open file.
    func abort() async {
        await file?.upload.base.abort()
        file = nil
    }

    private func begin() async throws -> OpenFile {
        let name = fileName(sequence)
        sequence += 1
        // The full name is known only when the unit is done: it may depend on all that was read from a pipe.
        let upload = HashingUpload(try await store.beginUpload(ObjectKey(path.isEmpty ? name : "\(path)/\(name)")))
        var writer = ParquetFileWriter(schema: schema, options: options.parquet)
        do {
            try await upload.append(writer.begin())
        } catch {
            await upload.base.abort()
            throw error
        }
        return (writer, upload, name)
    }
}
