import Columnar
import FlowLogs
import Lake
import Parquet
import Storage

/// Converts one work unit: reads its objects one after the other, writes its files, and makes them visible at the end.
struct UnitConverter {
    let unit: WorkUnit
    let options: ConversionOptions
    let store: any ObjectStore
    /// Whether reading and encoding run beside parsing; never changes a byte.
    let overlaps: Bool
    let progress: ConversionProgress?

    /// The writer of one record format's files.
    ///
    /// Formats come in the order in which their first rows came.
    private final class State {
        var writers: [(format: RecordFormat, writer: TableWriter)] = []
        var report = ConversionReport()
        let rejects: RejectsFile
        var tally = LogStatusTally()
        var streamHash: UInt64 = 0

        init(store: any ObjectStore) {
            rejects = RejectsFile(store: store)
        }
    }

    /// Converts and publishes.
    ///
    /// - Throws: ``ConversionError``; nothing of the unit is visible then.
    func convert() async throws -> ConversionReport {
        let state = State(store: store)
        do {
            try await readObjects(state)
            let unitID = unit.id(options: fingerprint, streamHash: state.streamHash)
            try await publish(state, unitID: unitID)
        } catch {
            for (_, writer) in state.writers { await writer.abort() }
            await state.rejects.abort()
            throw Self.wrap(error)
        }
        state.report.rowsByLogStatus = state.tally.counts
        return state.report
    }

    /// Converts, and gives the failure back as a value.
    func outcome() async -> Result<ConversionReport, ConversionError> {
        do {
            return .success(try await convert())
        } catch {
            return .failure(Self.wrap(error))
        }
    }

    /// Everything that changes what is written, as text that is the same in every process.
    private var fingerprint: String {
        let table = options.table
        let parquet = table.parquet
        let parts: [String] = [
            table.scheme.text, options.format?.logFormat ?? "", "\(parquet.compression)",
            "\(parquet.compressionLevel ?? -1)", parquet.bloomFilterColumns.sorted().joined(separator: ","),
            "\(parquet.bloomFilterFalsePositiveRate)", table.sortColumns.joined(separator: ","),
            "\(table.rowGroupRowLimit)", "\(options.unitMemoryInBytes)", "\(table.targetFileSizeInBytes)",
            parquet.createdBy,
        ]
        if let pattern = options.pattern { return (parts + [pattern.identity]).joined(separator: "|") }
        return parts.joined(separator: "|")
    }

    // MARK: Reading

    private func readObjects(_ state: State) async throws {
        let parser: any BlockParser =
            options.pattern.map { PatternRecordParser($0) } ?? RecordParser(format: options.format)
        var blocks: [TextBlock] = []
        for object in unit.objects {
            try Task.checkCancellation()
            let reader = try ObjectReader(object)
            let queue = BlockQueue(reader, readsAhead: overlaps, reusing: blocks)
            parser.beginObject()
            do {
                try await readBlocks(of: object, from: queue, parser, state)
            } catch {
                await queue.cancel()
                throw error
            }
            blocks = queue.idleBlocks
            let finished = queue.finishedReader
            progress?.add(lines: 0, bytes: finished.bytesRead)
            state.report.bytesIn += finished.bytesRead
            state.report.bytesInflated += finished.bytesInflated
            state.report.lines += parser.counts
            state.streamHash = finished.contentHash
            if parser.counts.total == 0 {
                state.report.emptyObjects += 1
            } else {
                state.report.convertedObjects += 1
            }
        }
        state.report.unknownFields = Set(parser.formats.flatMap(\.unknownFieldNames))
    }

    private func readBlocks(
        of object: InputObject,
        from queue: BlockQueue,
        _ parser: any BlockParser,
        _ state: State
    ) async throws {
        let origin = ObjectOrigin(key: object.name)
        var used: [TextBlock] = []
        while true {
            let blocks = try await queue.next(giving: used)
            guard !blocks.isEmpty else { return }
            let linesBefore = parser.counts.total
            for block in blocks {
                parser.begin(block)
                do {
                    while let batch = try parser.nextBatch() {
                        state.tally.add(batch)
                        let writer = try writer(for: batch.format, state)
                        try await writer.append(batch.columns, rows: batch.count, origin: origin)
                        try await limitMemory(parser, state)
                    }
                } catch let error as FormatError {
                    throw ConversionError(
                        .invalidData,
                        "\(object.name): offset \(block.offset): \(error)"
                    )
                }
                try await state.rejects.append(parser.takeRejects(), source: object.name)
            }
            progress?.add(lines: parser.counts.total - linesBefore, bytes: 0)
            used = blocks
        }
    }

    private func writer(for format: RecordFormat, _ state: State) throws -> TableWriter {
        if let known = state.writers.last, known.format == format { return known.writer }
        if let known = state.writers.first(where: { $0.format == format }) { return known.writer }
        var table = options.table
        table.memoryLimitInBytes = options.unitMemoryInBytes
        table.encodesInBackground = overlaps
        table.parquet.keyValueMetadata = [KeyValue(key: "flowconv.record_format", value: format.logFormat)]
        // With their types: a field that is named like an export's timestamp is not the same column.
        let names = format.columns.map { "\($0.name):\($0.type.rawValue)" }
        let formatID = WorkUnit.hex(XXHash64.hash(Array(names.joined(separator: " ").utf8)))
        let writer = try TableWriter(
            store: store,
            columns: format.columns.map { ($0.columnName, $0.name, $0.type) },
            options: table,
            fileName: { sequence in "\(formatID.prefix(8))-\(Self.padded(sequence)).parquet" }
        )
        state.writers.append((format, writer))
        return writer
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// Keeps row groups and dictionaries of all formats together under the unit's share.
    private func limitMemory(_ parser: any BlockParser, _ state: State) async throws {
        let dictionaries = parser.dictionaryFootprint
        let rows = state.writers.reduce(0) { $0 + $1.writer.memoryFootprint }
        guard dictionaries + rows > options.unitMemoryInBytes else { return }
        if dictionaries > options.unitMemoryInBytes / 2 {
            for (_, writer) in state.writers { try await writer.flushAll() }
            parser.removeDictionaries()
        } else if let largest = state.writers.max(by: { $0.writer.memoryFootprint < $1.writer.memoryFootprint }) {
            try await largest.writer.flushLargest()
        }
    }

    // MARK: Publishing

    private func publish(_ state: State, unitID: String) async throws {
        for (_, writer) in state.writers {
            state.report.files += try await writer.seal(fileNamePrefix: "\(unitID)-")
        }
        guard state.report.isBalanced else {
            throw ConversionError(
                .internalInconsistency,
                "\(unit.objects[0].name): \(state.report.lines) and \(state.report.files.count) files do not add up; "
                    + "nothing was published; please report this"
            )
        }
        let rejected = state.report.lines.rejected
        if let key = try await state.rejects.publish(unitID: unitID) {
            state.report.rejectFiles = [key]
            if options.rejectLimit.isExceeded(rejected: rejected, total: state.report.lines.total) {
                throw ConversionError(
                    .tooManyRejects,
                    "\(rejected) of \(state.report.lines.total) lines were rejected, more than --max-rejects "
                        + "\(options.rejectLimit) allows; the first is \(state.rejects.first ?? ""); "
                        + "all are in \(options.output)/\(key)"
                )
            }
        }
        for (_, writer) in state.writers { try await writer.publish() }
    }

    private static func wrap(_ error: any Error) -> ConversionError {
        switch error {
        case let error as ConversionError: error
        case let error as StorageError: ConversionError(error)
        case let error as PartitionSchemeError: ConversionError(.usage, "\(error)")
        case is CancellationError: ConversionError(.ioFailure, "cancelled")
        default: ConversionError(.ioFailure, "\(error)")
        }
    }
}
