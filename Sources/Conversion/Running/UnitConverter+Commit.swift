import Columnar
import FlowLogs
import Lake
import Parquet
import Storage

extension UnitConverter {
    /// What the log keeps of an object that was read to its end.
    static func input(_ object: InputObject, _ reader: ObjectReader, _ counts: LineCounts) -> CommittedInput {
        let stream = InputIdentity(
            path: "-",
            size: reader.bytesRead,
            modified: nil,
            tag: WorkUnit.hex(reader.contentHash)
        )
        return input(object.identity ?? stream, named: object.name, counts)
    }

    /// What the log keeps of lines that were read.
    static func input(_ identity: InputIdentity, named name: String, _ counts: LineCounts) -> CommittedInput {
        CommittedInput(
            identity: identity,
            name: name == identity.path ? nil : name,
            lines: counts.total,
            rows: counts.rows,
            headers: counts.headers,
            blank: counts.blank,
            rejected: counts.rejected
        )
    }

    /// The id of columns; with their types, since a field that is named like an export's timestamp is not the same column.
    static func id(of columns: [(fieldName: String, type: ColumnType)]) -> String {
        let names = columns.map { "\($0.fieldName):\($0.type.rawValue)" }
        return WorkUnit.hex(XXHash64.hash(Array(names.joined(separator: " ").utf8)))
    }

    /// Finishes all files, checks the sums, and commits; `false` where another run was faster.
    func commit(_ unit: WorkUnit, _ state: UnitState, unitID: String) async throws -> Bool {
        var record = CommitRecord(
            unit: unitID,
            kind: .conversion,
            time: TimeOfDay.now,
            version: options.table.parquet.createdBy,
            options: fingerprint,
            scheme: options.table.scheme.text
        )
        record.rowOptions = options.rowOptions.json
        for (table, _) in state.tables { try await table.finishRows() }
        await didEncode()
        var schemas: [LakeSchema] = []
        for (table, columns) in state.tables {
            let files = try await table.seal(fileNamePrefix: "\(unitID)-")
            state.report.files += files
            let schema = Self.schema(columns, options.table.scheme.keys.map(\.name))
            if !schemas.contains(where: { $0.id == schema.id }) { schemas.append(schema) }
            record.files += files.map { Self.file($0, schema) }
        }
        guard state.report.isBalanced else {
            throw ConversionError(
                .internalInconsistency,
                "\(unit.objects[0].name): \(state.report.lines) and \(state.report.files.count) files do not add up; "
                    + "nothing was published; please report this"
            )
        }
        let rejects = try await state.rejects.seal(unitID: unitID)
        if let rejects {
            record.rejects = rejects.key
            state.report.rejectFiles = [rejects.key]
            try await checkRejects(state, rejects)
        }
        record.inputs = state.inputs
        record.replaces = unit.replaces
        let lake = await log.state
        record.removes = unit.replaces.flatMap { lake.records[$0]?.files ?? [] }.map(\.path)
        let tickets = state.tables.flatMap { $0.table.tickets } + (rejects.map { [$0] } ?? [])
        do {
            let outcome = try await log.commit(record, tickets: tickets, schemas: schemas, claim: claim)
            if outcome == .committed { handOver(state) }
            return outcome == .committed
        } catch let error as CommitError where error.code == .publicationPending {
            handOver(state)
            throw error
        }
    }

    private func handOver(_ state: UnitState) {
        for (table, _) in state.tables { table.handOver() }
        state.rejects.handOver()
    }

    private func checkRejects(_ state: UnitState, _ rejects: UploadTicket) async throws {
        let rejected = state.report.lines.rejected
        guard options.rejectLimit.isExceeded(rejected: rejected, total: state.report.lines.total) else { return }
        // The lines are what the user needs now, though nothing else of the unit is published.
        try await log.store.publish(rejects)
        throw ConversionError(
            .tooManyRejects,
            "\(rejected) of \(state.report.lines.total) lines were rejected, more than --max-rejects "
                + "\(options.rejectLimit) allows; the first is \(state.rejects.first ?? ""); "
                + "all are in \(options.output)/\(rejects.key)"
        )
    }

    private static func schema(_ columns: [WrittenColumn], _ partitionKeys: [String]) -> LakeSchema {
        LakeSchema(
            id: id(of: columns.map { ($0.fieldName, $0.type) }),
            columns: columns.map { LakeSchema.Column(name: $0.name, type: "\($0.type)") },
            partitionKeys: partitionKeys
        )
    }

    private static func file(_ file: WrittenFile, _ schema: LakeSchema) -> CommittedFile {
        CommittedFile(
            path: file.path,
            bytes: file.bytes,
            rows: file.rows,
            times: file.times,
            sha256: file.sha256,
            schema: schema.id
        )
    }
}
