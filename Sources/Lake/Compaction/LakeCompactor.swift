import Columnar
import Digest
import Parquet
import Storage

/// Merges the small files of each folder into few of the target size, sorted if that is asked for.
///
/// The new files are written where no query engine looks and read back: they must have the rows of the old ones by number
/// and checksum. Only then they are copied to their places, still invisible, and committed like any unit: intent, publish,
/// record, and then the old files go. Until they are gone a query may see rows twice; that takes as long as renaming and
/// deleting a few files, and the grace period, which is therefore nothing unless it is asked for.
public struct LakeCompactor: Sendable {
    static let workFolder = "_flowconv/compacting"
    private static let copySize = 4 << 20

    private let log: CommitLog
    private let options: CompactionOptions

    /// A compactor of the lake with that log.
    public init(log: CommitLog, options: CompactionOptions) {
        self.log = log
        self.options = options
    }

    private var store: any ObjectStore { log.store }

    /// Merges, folder by folder; each folder is committed by itself.
    ///
    /// - Throws: ``CommitError``, `ParquetError` or what the store says; folders that were done before stay so.
    public func run() async throws -> CompactionReport {
        guard let claim = try await log.claim(["compaction"]) else {
            throw CommitError(.locked, "another compaction of this lake is under way; wait until it is done")
        }
        do {
            // With the claim in hand, since a compaction that has died may have left an intent.
            _ = try await log.recover()
            try await removeWork()
            var report = CompactionReport()
            let state = await log.state
            for group in try await CompactionPlan.groups(state, store: store, options: options) {
                try Task.checkCancellation()
                try await compact(group, state, claim, &report)
            }
            await claim.release()
            return report
        } catch {
            try? await removeWork()
            await claim.release()
            throw error
        }
    }

    /// Removes what an earlier compaction has written and not committed.
    private func removeWork() async throws {
        for object in try await store.list(try LogKeys.key(Self.workFolder)) { try await store.delete(object.key) }
    }

    private func compact(
        _ group: CompactionPlan.Group,
        _ state: LakeState,
        _ claim: Claim,
        _ report: inout CompactionReport
    ) async throws {
        let unit = unitID(group)
        let (written, before) = try await write(group, unit)
        let after = try await checksum(of: written.map(\.path))
        guard before == after, before.rows == group.files.reduce(0, { $0 + $1.rows }) else {
            throw CommitError(
                .superseded,
                "\(group.folder): the merged files have \(after.rows) rows with checksum \(after), the files \(before.rows) "
                    + "with \(before); nothing was changed; run verify"
            )
        }
        var uploads: [any ObjectUpload] = []
        do {
            var record = CommitRecord(
                unit: unit,
                kind: .compaction,
                time: TimeOfDay.now,
                version: options.table.parquet.createdBy,
                options: "sorted by \(options.table.sortColumns.joined(separator: ","))",
                scheme: group.scheme
            )
            record.removes = group.files.map(\.path)
            var tickets: [UploadTicket] = []
            for file in written {
                let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
                let path = group.folder.isEmpty ? name : "\(group.folder)/\(name)"
                let upload = try await copy(file, to: path)
                uploads.append(upload.base)
                tickets.append(try await upload.base.seal())
                record.files.append(
                    CommittedFile(
                        path: path,
                        bytes: file.bytes,
                        rows: file.rows,
                        times: file.times,
                        sha256: file.sha256,
                        schema: group.schema
                    )
                )
            }
            for file in written { try await store.delete(try LogKeys.key(file.path)) }
            let outcome = try await log.commit(
                record,
                tickets: tickets,
                schemas: [],
                claim: claim,
                grace: options.grace
            )
            guard outcome == .committed else {
                throw CommitError(
                    .superseded,
                    "\(group.folder): another run has replaced files of this folder meanwhile; run compact again"
                )
            }
        } catch let error as CommitError where error.code == .publicationPending {
            throw error
        } catch {
            for upload in uploads { await upload.abort() }
            throw error
        }
        report.partitions += 1
        report.filesBefore += group.files.count
        report.filesAfter += written.count
        report.bytesBefore += group.files.reduce(0) { $0 + $1.bytes }
        report.bytesAfter += written.reduce(0) { $0 + $1.bytes }
        report.rows += before.rows
    }

    /// Two hashes of what is merged and how.
    private func unitID(_ group: CompactionPlan.Group) -> String {
        let table = options.table
        let how = "\(table.sortColumns) \(table.targetFileSizeInBytes) \(table.parquet.compression)"
        let text = Array(
            (["compaction", how] + group.files.map(\.sha256) + group.files.map(\.path)).joined(separator: "\n").utf8
        )
        return [UInt64(0), 1].map { seed in
            let digits = String(XXHash64.hash(text, seed: seed), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    // MARK: Rows

    private func reader(_ path: String) async throws -> ParquetFileReader {
        let key = try LogKeys.key(path)
        let size = try await store.size(of: key) ?? 0
        return try await ParquetFileReader(
            source: ObjectSource(store: store, object: ObjectInfo(key: key, size: size))
        )
    }

    private func checksum(of paths: [String]) async throws -> RowChecksum {
        var checksum = RowChecksum()
        for path in paths {
            let reader = try await reader(path)
            let names = reader.columns.map(\.name)
            for group in reader.metaData.rowGroups.indices {
                let rows = try reader.rows(ofGroup: group, columns: Array(names.indices))
                while let batch = try await rows.next() {
                    checksum.add(batch.columns, names: names, rows: batch.rowCount)
                }
            }
        }
        return checksum
    }

    /// Writes the rows of a group's files to the work folder.
    private func write(_ group: CompactionPlan.Group, _ unit: String) async throws -> ([WrittenFile], RowChecksum) {
        let first = try await reader(group.files[0].path)
        let columns = first.columns.map { (name: $0.name, fieldName: $0.name, type: $0.type ?? .string) }
        var table = options.table
        table.scheme = try PartitionScheme("none")
        table.parquet.keyValueMetadata = first.metaData.keyValueMetadata ?? []
        let writer = try TableWriter(store: store, columns: columns, options: table) { sequence in
            let digits = String(sequence)
            return String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".parquet"
        }
        let adopter = RowAdopter(types: columns.map(\.type))
        var checksum = RowChecksum()
        do {
            for file in group.files {
                let reader = try await reader(file.path)
                guard reader.columns.map(\.name) == columns.map(\.name) else {
                    throw CommitError(
                        .schemaMismatch,
                        "\(file.path): its columns are not those of \(group.files[0].path)"
                    )
                }
                for place in reader.metaData.rowGroups.indices {
                    let rows = try reader.rows(ofGroup: place, columns: Array(columns.indices))
                    while let batch = try await rows.next() {
                        checksum.add(batch.columns, names: columns.map(\.name), rows: batch.rowCount)
                        let adopted = adopter.adopt(batch.columns, rows: batch.rowCount)
                        try await writer.append(adopted, rows: batch.rowCount, origin: .unknown)
                        if adopter.memoryFootprint > table.memoryLimitInBytes / 2 {
                            try await writer.flushAll()
                            adopter.removeAll()
                        }
                    }
                }
            }
            let written = try await writer.seal(fileNamePrefix: "\(Self.workFolder)/\(unit)-")
            try await writer.publish()
            return (written, checksum)
        } catch {
            await writer.abort()
            throw error
        }
    }

    /// Copies a file to an upload for its place; the bytes must be those that were read back.
    private func copy(_ file: WrittenFile, to path: String) async throws -> HashingUpload {
        let upload = HashingUpload(try await store.beginUpload(try LogKeys.key(path)))
        do {
            var place = 0
            while place < file.bytes {
                let end = min(place + Self.copySize, file.bytes)
                try await upload.append(try await store.read(try LogKeys.key(file.path), range: place..<end))
                place = end
            }
            guard upload.finish() == file.sha256 else {
                throw CommitError(
                    .superseded,
                    "\(file.path): its bytes changed while it was copied; nothing was changed"
                )
            }
            return upload
        } catch {
            await upload.base.abort()
            throw error
        }
    }
}
