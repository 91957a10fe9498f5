import Columnar
import Digest
import Parquet
import Storage

/// Looks at one file: bytes, footer, pages, rows, partition, schema.
struct FileVerifier {
    let store: any ObjectStore
    let file: CommittedFile
    let record: CommitRecord?
    let schema: LakeSchema?

    private static let pieceSize = 4 << 20

    /// Reads the whole file and reports.
    func run() async -> Verification {
        var result = Verification()
        do {
            let key = try LogKeys.key(file.path)
            guard let size = try await store.size(of: key) else {
                result.findings.append(
                    Finding(.missing, file.path, "the log has it with \(file.rows) rows, and it is not there")
                )
                return result
            }
            result.files = 1
            result.bytes = size
            if size != file.bytes {
                result.findings.append(
                    Finding(.bytes, file.path, "it has \(size) bytes and had \(file.bytes) when it was written")
                )
            } else {
                try await checkBytes(key, size, &result)
            }
            let source = ObjectSource(store: store, object: ObjectInfo(key: key, size: size))
            try await checkRows(source, &result)
        } catch {
            result.findings.append(Finding(.unreadable, file.path, "\(error)"))
        }
        return result
    }

    private func checkBytes(_ key: ObjectKey, _ size: Int, _ result: inout Verification) async throws {
        let digest = SHA256()
        var place = 0
        while place < size {
            let end = min(place + Self.pieceSize, size)
            digest.update(try await store.read(key, range: place..<end))
            place = end
        }
        let found = digest.finish() ?? "none"
        if found != file.sha256 {
            result.findings.append(
                Finding(.bytes, file.path, "its SHA-256 is \(found) and was \(file.sha256) when it was written")
            )
        }
    }

    private func checkRows(_ source: ObjectSource, _ result: inout Verification) async throws {
        let reader = try await ParquetFileReader(source: source)
        checkSchema(reader, &result)
        if reader.metaData.numRows != Int64(file.rows) {
            result.findings.append(
                Finding(.rows, file.path, "it has \(reader.metaData.numRows) rows and its record says \(file.rows)")
            )
        }
        let names = reader.columns.map(\.name)
        var partition: PartitionCheck?
        if let scheme = record.flatMap({ try? PartitionScheme($0.scheme) }) {
            let columns = reader.columns.map { column in
                (column.name, column.name.replacing("_", with: "-"), column.type ?? .string)
            }
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            let format = reader.metaData.keyValueMetadata?.first { $0.key == "flowconv.record_format" }?.value
            partition = PartitionCheck(scheme: scheme, columns: columns, recordFormat: format, folder: folder)
        }
        var row = 0
        var isMisplaced = false
        for group in reader.metaData.rowGroups.indices {
            let rows = try reader.rows(ofGroup: group, columns: Array(names.indices))
            while let batch = try await rows.next() {
                result.checksum.add(batch.columns, names: names, rows: batch.rowCount)
                if !isMisplaced, let found = partition?.firstMisplaced(batch.columns, rows: batch.rowCount) {
                    isMisplaced = true
                    result.findings.append(
                        Finding(.partition, file.path, "row \(row + found.row) belongs to \(found.folder)")
                    )
                }
                partition?.forgetBatch()
                row += batch.rowCount
            }
        }
    }

    private func checkSchema(_ reader: ParquetFileReader, _ result: inout Verification) {
        guard let schema else {
            result.findings.append(Finding(.schema, file.path, "its schema \(file.schema) is not in the log"))
            return
        }
        let found = reader.columns.map { LakeSchema.Column(name: $0.name, type: $0.type.map { "\($0)" } ?? "unknown") }
        if found != schema.columns {
            result.findings.append(Finding(.schema, file.path, "its columns are not those of schema \(file.schema)"))
        }
    }
}
