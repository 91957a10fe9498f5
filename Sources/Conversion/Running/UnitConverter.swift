import Columnar
import FlowLogs
import Gzip
import Lake
import Parquet
import Storage

/// Converts one work unit: reads its objects one after the other, writes its files, and makes them visible at the end.
struct UnitConverter {
    let unit: WorkUnit
    let options: ConversionOptions
    let log: CommitLog
    /// What keeps others from the unit's inputs.
    let claim: Claim
    /// Whether reading and encoding run beside parsing; never changes a byte.
    let overlaps: Bool
    let progress: ConversionProgress?
    /// Called once the unit's rows are encoded: what is left to do is mostly waiting.
    var didEncode: @Sendable () async -> Void = {}

    /// Converts and publishes.
    ///
    /// - Returns: `nil` where another run has converted an input of the unit in the meantime; nothing was done then.
    /// - Throws: ``ConversionError``; nothing of the unit is visible then, or all of it will be after the next run.
    func convert() async throws -> ConversionReport? {
        let first = UnitState(store: log.store, unit: unit, progress: progress)
        guard let report = try await convert(unit, first) else { return nil }
        guard let failure = first.failures.first else { return report }
        // A unit that replaces another must not lose the old rows of an object that cannot be read now.
        guard unit.replaces.isEmpty else { throw failure.error }
        // Rows of a bad object may be in any row group by now: nothing is kept, and the good objects are read again, as a
        // unit of their own, so that the files are those that the good objects alone would give.
        let bad = Set(first.failures.map(\.name))
        let good = WorkUnit(objects: unit.objects.filter { !bad.contains($0.name) })
        var rest = ConversionReport()
        if !good.objects.isEmpty {
            // Of what is read again nobody is told twice.
            let second = UnitState(store: log.store, unit: good, progress: nil)
            guard let converted = try await convert(good, second) else { return nil }
            // Whatever fails now was good a moment ago.
            if let changed = second.failures.first { throw changed.error }
            rest = converted
        }
        rest.failures = first.failures
        return rest
    }

    /// Converts and publishes `unit`; nothing of it is visible where an object failed, or where another run was faster.
    private func convert(
        _ unit: WorkUnit,
        _ state: UnitState
    ) async throws(ConversionError) -> ConversionReport? {
        do {
            try await readObjects(of: unit, state)
            if state.failures.isEmpty {
                options.stages?.enter(.encode)
                let unitID = unit.id(options: fingerprint, streamHash: state.streamHash)
                guard try await commit(unit, state, unitID: unitID) else {
                    await abort(state)
                    return nil
                }
            } else {
                await abort(state)
            }
        } catch {
            await abort(state)
            throw Self.wrap(error)
        }
        state.report.rowsByLogStatus = state.tally.counts
        return state.report
    }

    func abort(_ state: UnitState) async {
        for (table, _) in state.tables { await table.abort() }
        state.writers.removeAll()
        state.repackers.removeAll()
        await state.rejects.abort()
    }

    /// Everything that changes what is written, as text that is the same in every process.
    var fingerprint: String {
        let table = options.table
        let parquet = table.parquet
        let parts: [String] = [
            table.scheme.text, options.formats.fingerprint, options.columns.fingerprint, "\(parquet.compression)",
            "\(parquet.compressionLevel ?? -1)", parquet.bloomFilterColumns.sorted().joined(separator: ","),
            "\(parquet.bloomFilterFalsePositiveRate)", table.sortColumns.joined(separator: ","),
            "\(table.rowGroupRowLimit)", "\(table.sortedRunRowLimit)", "\(parquet.dataPageRowLimit)",
            "\(options.unitMemoryInBytes)", "\(table.targetFileSizeInBytes)",
            parquet.createdBy,
        ]
        if let pattern = options.pattern { return (parts + [pattern.identity]).joined(separator: "|") }
        return parts.joined(separator: "|")
    }

    // MARK: Reading

    private func readObjects(of unit: WorkUnit, _ state: UnitState) async throws {
        let parser = options.rowOptions.makeParser()
        var blocks: [TextBlock] = []
        for object in unit.objects {
            try Task.checkCancellation()
            let queue: BlockQueue<ObjectReader>
            do {
                options.stages?.enter(.read)
                let reader = try ObjectReader(object, options: options.reading, stages: options.stages)
                if try reader.detectKind() == .parquet {
                    options.stages?.enter(.encode)
                    try await repack(object, state)
                    state.progress?.add(lines: 0, bytes: object.size ?? 0)
                    continue
                }
                queue = BlockQueue(reader, readsAhead: overlaps, reusing: blocks)
                parser.beginObject(formats: options.formats.candidates(forKey: object.name))
                let place = TextPlace(name: object.name, origin: ObjectOrigin(key: object.name))
                try await readBlocks(from: queue, parser, state) { place }
            } catch let error as ConversionError {
                // Only what is wrong with an object is a `ConversionError` here; the output's failures are others.
                guard options.objectErrorPolicy == .skip, error.code != .usage, !error.isShortage else { throw error }
                if state.failures.isEmpty { await abort(state) }
                state.failures.append(ObjectFailure(name: object.name, error: error))
                continue
            }
            blocks = queue.idleBlocks
            let finished = queue.finishedReader
            if let loss = finished.loss { state.report.losses.append(loss) }
            state.progress?.add(lines: 0, bytes: finished.bytesRead)
            state.report.bytesIn += finished.bytesRead
            state.report.bytesInflated += finished.bytesInflated
            try InputStability.check(object)
            state.inputs.append(Self.input(object, finished, parser.counts))
            state.report.lines += parser.counts
            state.report.envelopes[finished.envelope, default: 0] += 1
            state.report.controlEvents += finished.controlEvents
            state.streamHash = finished.contentHash
            if parser.counts.total == 0 {
                state.report.emptyObjects += 1
            } else {
                state.report.convertedObjects += 1
            }
        }
        state.report.unknownFields = Set(parser.formats.flatMap(\.unknownFieldNames))
    }

    /// Parses the blocks of a queue up to its end and hands their rows over.
    ///
    /// - Parameter place: Where the blocks stand, which may be known only once the first of them were read.
    func readBlocks<Source>(
        from queue: BlockQueue<Source>,
        _ parser: any BlockParser,
        _ state: UnitState,
        place: () -> TextPlace
    ) async throws {
        do {
            var used: [TextBlock] = []
            while true {
                try Task.checkCancellation()
                options.stages?.enter(.inflate)
                let blocks = try await queue.next(giving: used)
                guard !blocks.isEmpty else { return }
                let linesBefore = parser.counts.total
                let place = place()
                for block in blocks {
                    try await read(block, at: place, parser, state)
                    // For units that are on their way to the disk.
                    await Task.yield()
                }
                state.progress?.add(lines: parser.counts.total - linesBefore, bytes: 0)
                used = blocks
            }
        } catch {
            await queue.cancel()
            throw error
        }
    }

    private func read(
        _ block: TextBlock,
        at place: TextPlace,
        _ parser: any BlockParser,
        _ state: UnitState
    ) async throws {
        // Rows of a unit that has a bad object go nowhere.
        let isOnlyChecked = !state.failures.isEmpty
        options.stages?.enter(.index)
        parser.begin(block)
        options.stages?.enter(.parse)
        do {
            while let batch = try parser.nextBatch() {
                if isOnlyChecked {
                    if parser.dictionaryFootprint > options.unitMemoryInBytes / 2 { parser.removeDictionaries() }
                    continue
                }
                state.tally.add(batch)
                options.stages?.enter(.encode)
                let writer = try writer(for: batch.format, state)
                try await writer.append(batch, object: place.name, origin: place.origin)
                try await limitMemory(parser, state)
                options.stages?.enter(.parse)
            }
        } catch let error as FormatError {
            throw ConversionError(.invalidData, "\(place.name): offset \(place.offset + block.offset): \(error)")
        }
        let rejects = parser.takeRejects()
        guard !isOnlyChecked else { return }
        try await state.rejects.append(
            rejects,
            source: place.name,
            firstLine: place.linesBefore,
            firstOffset: place.bytesBefore
        )
    }

    func writer(for format: RecordFormat, _ state: UnitState) throws -> FormatWriter {
        if let known = state.writers.last, known.format == format { return known }
        if let known = state.writers.first(where: { $0.format == format }) { return known }
        let shape = RowShape(format: format, options: options.columns)
        guard !shape.columns.isEmpty else {
            throw ConversionError(
                .usage,
                "none of the columns that --columns names is in a record of \(format.logFormat); name one that is"
            )
        }
        var table = options.table
        table.memoryLimitInBytes = options.unitMemoryInBytes
        table.encodesInBackground = overlaps
        table.encoderCount = options.encoderCount
        table.parquet.keyValueMetadata = [
            KeyValue(key: "flowconv.record_format", value: format.logFormat), state.inputsNote,
        ]
        // Formats that are padded to the same columns have their own files nevertheless.
        let fileID = Self.id(of: format.columns.map { ($0.name, $0.type) })
        let columns = shape.columns.map { ($0.name, $0.fieldName, $0.type) }
        let writer = FormatWriter(
            shape: shape,
            table: try TableWriter(
                store: log.store,
                columns: columns,
                routing: shape.isPlain ? nil : format.columns.map { ($0.columnName, $0.name, $0.type) },
                options: table,
                fileName: { sequence in "\(fileID.prefix(8))-\(Self.padded(sequence)).parquet" }
            )
        )
        state.writers.append(writer)
        return writer
    }

    static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// Keeps row groups and dictionaries of all formats together under the unit's share.
    func limitMemory(_ parser: (any BlockParser)?, _ state: UnitState) async throws {
        var dictionaries = parser?.dictionaryFootprint ?? 0
        for writer in state.writers { dictionaries += writer.dictionaryFootprint }
        for repacker in state.repackers { dictionaries += repacker.dictionaryFootprint }
        // Called for every batch: no list of all tables is made for it.
        var rows = 0
        for writer in state.writers { rows += writer.table.memoryFootprint }
        for repacker in state.repackers { rows += repacker.table.memoryFootprint }
        guard dictionaries + rows > options.unitMemoryInBytes else { return }
        if dictionaries > options.unitMemoryInBytes / 2 {
            for (table, _) in state.tables { try await table.flushAll() }
            for writer in state.writers { writer.removeDictionaries() }
            for repacker in state.repackers { repacker.removeDictionaries() }
            parser?.removeDictionaries()
        } else if let largest = state.tables.map(\.table).max(by: { $0.memoryFootprint < $1.memoryFootprint }) {
            try await largest.flushLargest()
        }
    }

    static func wrap(_ error: any Error) -> ConversionError {
        switch error {
        case let error as ConversionError: error
        case let error as StorageError: ConversionError(error)
        case let error as CommitError: ConversionError(error)
        case let error as PartitionSchemeError: ConversionError(.usage, "\(error)")
        case is CancellationError: ConversionError(.ioFailure, "cancelled")
        default: ConversionError(.ioFailure, "\(error)")
        }
    }
}
