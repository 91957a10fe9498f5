import Columnar
import FlowLogs
import Lake
import Parquet
import Storage
import SystemPackage

/// Writes the rows of Parquet objects of one schema, as AWS delivers them every few minutes, into files of the lake.
///
/// Columns keep their names and types. The text `-`, which AWS's files hold where there is no value, becomes NULL, as it is
/// in everything else that is converted.
final class ParquetRepacker {
    /// The columns.
    let columns: [WrittenColumn]
    /// The files.
    let table: TableWriter

    private let vectors: [ColumnVector]
    /// What the ids of the file under way became, column by column.
    private var known: [(dictionary: ByteArrayDictionary, ids: [UInt32])?]

    init(columns: [WrittenColumn], table: TableWriter) {
        self.columns = columns
        self.table = table
        vectors = columns.map { ColumnVector(type: $0.type) }
        known = columns.map { _ in nil }
    }

    /// Opens a Parquet object.
    ///
    /// - Throws: ``ConversionError`` where it is damaged, or has a column that is not read.
    static func open(_ object: InputObject) async throws(ConversionError) -> (ParquetFileReader, [WrittenColumn]) {
        guard case .file(let path) = object.source else {
            throw ConversionError(
                .invalidData,
                "\(object.name): this is Parquet, which is read from its end; give it as a file, not through a pipe"
            )
        }
        do {
            guard let source = try LocalFileSource(path: FilePath(path)) else {
                throw ConversionError(.invalidData, "\(object.name): this is Parquet in a pipe; give it as a file")
            }
            let reader = try await ParquetFileReader(source: source)
            let columns = try reader.columns.map { column in
                guard let type = column.type else {
                    throw ConversionError(
                        .invalidData,
                        "\(object.name): \(column.refusal?.description ?? "column \(column.name) is not read")"
                    )
                }
                let fieldName = FlowField.named(column: column.name)?.name ?? column.name
                return WrittenColumn(name: column.name, fieldName: fieldName, type: type)
            }
            return (reader, columns)
        } catch {
            throw failure(error, object)
        }
    }

    /// What went wrong with reading the object.
    static func failure(_ error: any Error, _ object: InputObject) -> ConversionError {
        switch error {
        case let error as ConversionError: error
        case let error as StorageError: ConversionError(.ioFailure, "\(object.name): \(error)")
        default: ConversionError(.invalidData, "\(object.name): \(error); fetch the object again, or leave it out")
        }
    }

    /// Bytes that the dictionaries of the text columns hold on to.
    var dictionaryFootprint: Int { vectors.reduce(0) { $0 + ($1.dictionary?.memoryFootprint ?? 0) } }

    /// Drops the dictionaries, once no row group refers to them.
    func removeDictionaries() {
        for vector in vectors {
            vector.removeAll()
            vector.dictionary?.removeAll()
        }
        known = columns.map { _ in nil }
    }

    /// The vector of the log status, which is counted for the report.
    var logStatus: ColumnVector? { columns.firstIndex { $0.name == "log_status" }.map { vectors[$0] } }

    /// Adds the rows of a batch.
    func append(_ batch: RowBatch, origin: ObjectOrigin) async throws {
        for (place, vector) in vectors.enumerated() {
            vector.removeAll()
            if vector.type == .string {
                append(batch.columns[place], place)
            } else {
                vector.append(0..<batch.rowCount, of: batch.columns[place])
            }
        }
        try await table.append(vectors, rows: batch.rowCount, origin: origin)
    }

    private func append(_ source: ColumnVector, _ place: Int) {
        guard let from = source.dictionary, let target = vectors[place].dictionary else { return }
        // Every row group has a dictionary of its own.
        var ids = known[place].flatMap { $0.dictionary === from ? $0.ids : nil } ?? [0]
        for row in 0..<source.count {
            let id = Int(source.withValues(as: UInt32.self) { $0[row] })
            while ids.count <= id {
                let bytes = from.bytes(of: UInt32(ids.count))
                ids.append(bytes == [UInt8(ascii: "-")] ? 0 : target.id(of: bytes))
            }
            let mapped = ids[id]
            vectors[place].append(rows: 1, as: UInt32.self) { $0[0] = mapped }
        }
        known[place] = (from, ids)
    }
}
