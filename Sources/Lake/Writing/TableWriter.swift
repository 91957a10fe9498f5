import Columnar
import Parquet
import Storage

/// Spreads batches of one schema over the partitions of a lake and writes their files.
///
/// Nothing is visible before ``publish()``. One writer serves one schema of one work unit. Row groups are cut where the row
/// limit or the memory limit says, which depends on the rows alone.
public final class TableWriter {
    private let store: any ObjectStore
    private let schema: [ColumnDescriptor]
    private let options: TableWriterOptions
    private let fileName: (Int) -> String
    private let router: PartitionRouter
    private let encoder: RowGroupEncoder

    private var partitions: [PartitionWriter] = []
    private var sealed: [SealedFile] = []
    private var fileNamePrefix = ""
    private var clock = 0
    /// Bytes of all open row groups, kept up to date as they grow.
    private var footprint = 0
    /// The partition that took all rows of the call before; `nil` where they were spread over several.
    private var latest: PartitionWriter?

    /// A writer of files with these columns.
    ///
    /// - Parameters:
    ///   - columns: Name, field name and type of each column.
    ///   - routing: The columns that rows are spread over partitions by, where those are not the ones that are written.
    ///   - fileName: The last part of the names of a partition's files, counted from 0. What comes before it is said
    ///     when the files are sealed.
    public init(
        store: any ObjectStore,
        columns: [(name: String, fieldName: String, type: ColumnType)],
        routing: [(name: String, fieldName: String, type: ColumnType)]? = nil,
        options: TableWriterOptions,
        fileName: @escaping (Int) -> String
    ) throws {
        try options.scheme.check(columnNames: columns.map(\.name))
        self.store = store
        schema = columns.map { ColumnDescriptor(name: $0.name, type: $0.type) }
        var options = options
        options.parquet.sortingColumns = options.sortColumns.compactMap { name in
            columns.firstIndex { $0.name == name }.map {
                SortingColumn(columnIdx: Int32(clamping: $0), descending: false, nullsFirst: true)
            }
        }
        self.options = options
        self.fileName = fileName
        router = PartitionRouter(scheme: options.scheme, columns: routing ?? columns)
        encoder = try RowGroupEncoder(schema: schema, options: options)
    }

    /// Bytes of all open row groups.
    public var memoryFootprint: Int { footprint }

    /// Adds rows.
    ///
    /// - Parameters:
    ///   - columns: One vector a column, all of `rows` rows.
    ///   - routing: The vectors of the columns that rows are spread by, where there are such.
    ///   - origin: What the object's key tells about the rows.
    public func append(
        _ columns: [ColumnVector],
        routing: [ColumnVector]? = nil,
        rows: Int,
        origin: ObjectOrigin
    ) async throws {
        guard rows > 0 else { return }
        switch router.route(routing ?? columns, rows: 0..<rows, origin: origin) {
        case .one(let number):
            let partition = partition(number)
            latest = partition
            try await append(0..<rows, of: columns, to: partition)
        case .perRow(let numbers):
            latest = nil
            try await scatter(numbers, columns)
        }
        try await limitFootprint()
    }

    /// The columns of the row group that took the rows before, where it is still open: whoever has more rows may append them
    /// here, and then ``take(rows:origin:)`` is called before anything else is.
    public var openColumns: [ColumnVector]? { latest?.buffer?.columns }

    /// Takes the rows that were appended to ``openColumns``, wherever they belong.
    public func take(rows: Int, origin: ObjectOrigin) async throws {
        guard rows > 0 else { return }
        guard let partition = latest, let buffer = partition.buffer else {
            preconditionFailure("rows were appended to columns that nobody has opened")
        }
        let all = buffer.rows..<buffer.rows + rows
        guard case .one(let number) = router.route(buffer.columns, rows: all, origin: origin),
            self.partition(number) === partition
        else { return try await append(buffer.moveLast(rows), rows: rows, origin: origin) }
        let excess = max(0, all.upperBound - options.bufferedRowLimit)
        let rest = excess > 0 ? buffer.moveLast(excess) : []
        try await grow(buffer, of: partition) { $0.count(rows - excess) }
        if excess > 0 { try await append(0..<excess, of: rest, to: partition) }
        try await limitFootprint()
    }

    private func limitFootprint() async throws {
        while footprint > options.memoryLimitInBytes {
            guard let largest = largestPartition() else { break }
            try await flush(largest)
        }
    }

    /// Writes every open row group, so that dictionaries may be dropped.
    public func flushAll() async throws {
        for partition in partitions where partition.buffer != nil { try await flush(partition) }
        router.forgetIDs()
    }

    /// Writes the largest open row group.
    public func flushLargest() async throws {
        if let largest = largestPartition() { try await flush(largest) }
    }

    /// Writes all rows that are left; what sealing takes after that is the disk's time.
    public func finishRows() async throws {
        try await flushAll()
        try await write(try await encoder.drain())
    }

    /// Writes what is left and finishes all files; they are durable then, and still invisible.
    ///
    /// - Parameter fileNamePrefix: What the files' names begin with; no two work units of a lake may give the same.
    public func seal(fileNamePrefix: String) async throws -> [WrittenFile] {
        try await finishRows()
        for partition in partitions {
            if let file = try await partition.seal() { sealed.append(file) }
        }
        self.fileNamePrefix = fileNamePrefix
        return sealed.map { $0.file(prefix: fileNamePrefix) }
    }

    /// What makes the sealed files visible, under their full names.
    public var tickets: [UploadTicket] {
        sealed.map { UploadTicket(key: $0.file(prefix: fileNamePrefix).path, token: $0.ticket.token) }
    }

    /// Makes all files visible.
    public func publish() async throws {
        for ticket in tickets { try await store.publish(ticket) }
        sealed.removeAll()
    }

    /// Leaves the sealed files to whoever has their ``tickets``.
    public func handOver() { sealed.removeAll() }

    /// Drops all files that are not visible yet.
    public func abort() async {
        latest = nil
        await encoder.cancel()
        for partition in partitions { await partition.abort() }
        for file in sealed { await file.upload.abort() }
        sealed.removeAll()
    }

    // MARK: Rows

    private func partition(_ number: Int) -> PartitionWriter {
        while partitions.count <= number {
            partitions.append(
                PartitionWriter(
                    path: router.paths[partitions.count],
                    store: store,
                    schema: schema,
                    options: options,
                    fileName: fileName
                )
            )
        }
        return partitions[number]
    }

    private func buffer(of partition: PartitionWriter, like columns: [ColumnVector]) -> RowGroupBuffer {
        if let buffer = partition.buffer { return buffer }
        // The first partitions of a unit are those that most rows go to: no copying as they grow.
        let capacity = partitions.count <= 2 ? min(options.bufferedRowLimit, 1 << 19) : 0
        let buffer = RowGroupBuffer(like: columns, capacity: capacity)
        partition.buffer = buffer
        footprint += buffer.memoryFootprint
        return buffer
    }

    private func append(_ range: Range<Int>, of columns: [ColumnVector], to partition: PartitionWriter) async throws {
        var rest = range
        while !rest.isEmpty {
            let buffer = buffer(of: partition, like: columns)
            let part = rest.prefix(options.bufferedRowLimit - buffer.rows)
            try await grow(buffer, of: partition) { $0.append(part, of: columns) }
            rest = part.upperBound..<rest.upperBound
        }
    }

    /// Lets `change` add rows to an open row group, as many as there is room for at most, and writes it where it is full.
    private func grow(
        _ buffer: RowGroupBuffer,
        of partition: PartitionWriter,
        _ change: (RowGroupBuffer) -> Void
    ) async throws {
        let before = buffer.memoryFootprint
        change(buffer)
        footprint += buffer.memoryFootprint - before
        if buffer.rows == options.bufferedRowLimit { try await flush(partition) }
    }

    private func scatter(_ numbers: [UInt32], _ columns: [ColumnVector]) async throws {
        var rowsOf: [UInt32: [UInt32]] = [:]
        var order: [UInt32] = []
        for (row, number) in numbers.enumerated() {
            if rowsOf[number] == nil { order.append(number) }
            rowsOf[number, default: []].append(UInt32(truncatingIfNeeded: row))
        }
        for number in order {
            let partition = partition(Int(number))
            var rest = (rowsOf[number] ?? [])[...]
            while !rest.isEmpty {
                let buffer = buffer(of: partition, like: columns)
                let part = rest.prefix(options.bufferedRowLimit - buffer.rows)
                try await grow(buffer, of: partition) { buffer in
                    part.withUnsafeBufferPointer { buffer.append(rows: $0, of: columns) }
                }
                rest = rest.dropFirst(part.count)
            }
        }
    }

    // MARK: Row groups

    private func largestPartition() -> PartitionWriter? {
        // The first of equals, so that the choice depends on nothing but the rows.
        var largest: PartitionWriter?
        var size = -1
        for partition in partitions {
            if let footprint = partition.buffer?.memoryFootprint, footprint > size {
                (largest, size) = (partition, footprint)
            }
        }
        return largest
    }

    private func flush(_ partition: PartitionWriter) async throws {
        guard let buffer = partition.buffer else { return }
        partition.buffer = nil
        footprint -= buffer.memoryFootprint
        try await write(try await encoder.encode(buffer.columns, for: partition))
    }

    private func write(_ results: [RowGroupEncoder.Result]) async throws {
        for (partition, chunks) in results {
            clock += 1
            partition.lastUse = clock
            if !partition.isOpen { try await closeOldestFile() }
            if let file = try await partition.write(chunks) { sealed.append(file) }
        }
    }

    private func closeOldestFile() async throws {
        let open = partitions.filter(\.isOpen)
        guard open.count >= options.openFileLimit, let oldest = open.min(by: { $0.lastUse < $1.lastUse }) else {
            return
        }
        if let file = try await oldest.seal() { sealed.append(file) }
    }
}
