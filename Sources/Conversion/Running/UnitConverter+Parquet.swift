import Columnar
import FlowLogs
import Lake
import Parquet

// Objects that are Parquet already.
extension UnitConverter {
    /// Takes over the rows of a Parquet object.
    func repack(_ object: InputObject, _ state: UnitState) async throws {
        var source = try await ParquetObject(object)
        let isOnlyChecked = !state.failures.isEmpty
        let repacker = isOnlyChecked ? nil : try self.repacker(for: source.columns, state)
        let origin = ObjectOrigin(key: object.name)
        var lines = LineCounts()
        while let batch = try await source.next() {
            lines.rows += batch.rowCount
            guard let repacker else { continue }
            try await repacker.append(batch, origin: origin)
            if let column = repacker.logStatus { state.tally.add(column) }
            try await limitMemory(nil, state)
        }
        lines.total = lines.rows
        try InputStability.check(object)
        if let identity = object.identity { state.inputs.append(Self.input(identity, named: object.name, lines)) }
        state.report.lines += lines
        state.report.bytesIn += object.size ?? 0
        state.report.envelopes[.parquet, default: 0] += 1
        if lines.rows == 0 { state.report.emptyObjects += 1 } else { state.report.convertedObjects += 1 }
    }

    private func repacker(for columns: [WrittenColumn], _ state: UnitState) throws -> ParquetRepacker {
        if let known = state.repackers.first(where: { $0.columns == columns }) { return known }
        var table = options.table
        table.memoryLimitInBytes = options.unitMemoryInBytes
        table.encodesInBackground = overlaps
        table.encoderCount = options.encoderCount
        table.parquet.keyValueMetadata = [state.inputsNote]
        // Not the name that files of the same columns have which were text.
        let fileID = Self.id(of: [("parquet", .boolean)] + columns.map { ($0.fieldName, $0.type) })
        let writer = try TableWriter(
            store: log.store,
            columns: columns.map { ($0.name, $0.fieldName, $0.type) },
            options: table,
            fileName: { sequence in "\(fileID.prefix(8))-\(Self.padded(sequence)).parquet" }
        )
        let repacker = ParquetRepacker(columns: columns, table: writer)
        state.repackers.append(repacker)
        return repacker
    }
}
