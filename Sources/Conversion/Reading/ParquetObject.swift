import FlowLogs
import Lake
import Parquet
import Storage
import SystemPackage

/// An object that is Parquet already, batch by batch.
struct ParquetObject {
    /// Its columns.
    let columns: [WrittenColumn]

    private let object: InputObject
    private let reader: ParquetFileReader
    private var group = 0
    private var rows: RowGroupReader?

    /// Opens the object.
    ///
    /// - Throws: ``ConversionError`` where it is damaged, or has a column that is not read.
    init(_ object: InputObject) async throws(ConversionError) {
        self.object = object
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
            reader = try await ParquetFileReader(source: source)
            columns = try reader.columns.map { column in
                guard let type = column.type else {
                    throw ConversionError(
                        .invalidData,
                        "\(object.name): \(column.refusal?.description ?? "column \(column.name) is not read")"
                    )
                }
                let fieldName = FlowField.named(column: column.name)?.name ?? column.name
                return WrittenColumn(name: column.name, fieldName: fieldName, type: type)
            }
        } catch {
            throw Self.failure(error, object)
        }
    }

    /// Its rows, as its footer says.
    var rowCount: Int { Int(clamping: reader.metaData.numRows) }

    /// The next rows, or `nil` at the end.
    ///
    /// - Throws: ``ConversionError`` where the object is damaged or cannot be read.
    mutating func next() async throws(ConversionError) -> RowBatch? {
        do {
            while true {
                if let batch = try await rows?.next() { return batch }
                guard reader.metaData.rowGroups.indices.contains(group) else { return nil }
                rows = try reader.rows(ofGroup: group, columns: Array(columns.indices))
                group += 1
            }
        } catch {
            throw Self.failure(error, object)
        }
    }

    private static func failure(_ error: any Error, _ object: InputObject) -> ConversionError {
        switch error {
        case let error as ConversionError: error
        case let error as StorageError: ConversionError(.ioFailure, "\(object.name): \(error)")
        default: ConversionError(.invalidData, "\(object.name): \(error); fetch the object again, or leave it out")
        }
    }
}
