import Parquet

/// Reads rows of one file or of all files of a lake, in the order of their names.
///
/// Partition keys are columns too, where a file has none of that name: a condition on them leaves out whole files.
public final class LakeScan {
    /// What a scan has done so far.
    public struct Progress: Sendable, Hashable {
        /// Bytes fetched, footers and indexes included.
        public var bytesRead = 0
        /// Bytes of all files.
        public var totalBytes = 0
        /// Files that were opened.
        public var filesRead = 0
        /// All files.
        public var totalFiles = 0
        /// Rows that hold.
        public var rows = 0
    }

    private let files: [ScanFile]
    private let predicate: Predicate
    /// Footers are kept up to this size in all, so that most are read once.
    private static let footerCacheLimit = 16 << 20
    private var footers: [Int: FileMetaData] = [:]
    private var footerBytes = 0

    /// What was done so far.
    public private(set) var progress = Progress()

    /// A scan of those files for the rows that hold.
    public init(files: [ScanFile], where predicate: Predicate? = nil) {
        self.files = files
        self.predicate = predicate ?? Predicate([])
        progress.totalFiles = files.count
        progress.totalBytes = files.reduce(0) { $0 + $1.source.byteCount }
    }

    /// The columns of all files, in the order they first come; partition keys are not among them.
    ///
    /// - Throws: ``LakeScanError``.
    public func columnNames() async throws -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for place in files.indices {
            for column in try await open(place).columns where seen.insert(column.name).inserted {
                names.append(column.name)
            }
        }
        return names
    }

    /// Checks that every one of those columns, and every one that the condition names, is in some file.
    ///
    /// - Throws: ``LakeScanError`` with the code `invalidPredicate`.
    public func check(columns: [String]) async throws {
        var missing = columns + predicate.terms.map(\.column)
        for place in files.indices where !missing.isEmpty {
            let keys = Set(files[place].partitionValues.map(\.key))
            missing.removeAll { keys.contains($0) }
            guard !missing.isEmpty else { return }
            let reader = try await open(place)
            missing.removeAll { reader.column(named: $0) != nil }
        }
        if let name = missing.first, let file = files.first {
            let known = try await open(0).columns.map(\.name) + file.partitionValues.map(\.key)
            throw LakeScanError(
                path: file.path,
                underlying: ParquetError(
                    .invalidPredicate,
                    "there is no column \(name); the columns are \(known.joined(separator: ", "))"
                )
            )
        }
    }

    /// Describes each file in turn.
    ///
    /// - Throws: ``LakeScanError`` naming the file, or what `onFile` throws.
    public func describe(_ onFile: (FileDescription) throws -> Void) async throws {
        for place in files.indices { try onFile(FileDescription(path: files[place].path, try await open(place))) }
    }

    /// Reads rows until there are no more or `onBatch` says `false`.
    ///
    /// - Parameter columns: The columns to read; `nil` for each file's own.
    /// - Throws: ``LakeScanError`` naming the file.
    public func run(columns: [String]?, _ onBatch: (ScanBatch) async throws -> Bool) async throws {
        for place in files.indices {
            guard mayHold(files[place]) else { continue }
            let source = CountingSource(files[place].source)
            defer { progress.bytesRead += source.bytesRead }
            do {
                let reader = try await open(place, source)
                progress.filesRead += 1
                guard try await scan(reader, files[place], columns, onBatch) else { return }
            } catch let error as CallbackError {
                throw error.underlying
            } catch let error as LakeScanError {
                throw error
            } catch {
                throw LakeScanError(path: files[place].path, underlying: error)
            }
        }
    }

    /// Whether no folder's value rules the file out.
    ///
    /// What a folder says holds for all rows below it.
    private func mayHold(_ file: ScanFile) -> Bool {
        predicate.terms.allSatisfy { term in
            guard let (_, value) = file.partitionValues.first(where: { $0.key == term.column }) else { return true }
            return PartitionTerm.holds(term, value)
        }
    }

    /// Reads the rows of one file; `false` where no more are wanted.
    private func scan(
        _ reader: ParquetFileReader,
        _ file: ScanFile,
        _ columns: [String]?,
        _ onBatch: (ScanBatch) async throws -> Bool
    ) async throws -> Bool {
        var terms: [Predicate.Term] = []
        for term in predicate.terms {
            if reader.column(named: term.column) != nil {
                terms.append(term)
            } else if !file.partitionValues.contains(where: { $0.key == term.column }), term.operator != .isNull {
                // A column that the file lacks is NULL in all rows.
                return true
            }
        }
        let names = columns ?? reader.columns.map(\.name)
        let places = columns == nil ? Array(reader.columns.indices) : names.map { reader.column(named: $0) ?? -1 }
        let wanted = places.filter { $0 >= 0 }
        for group in reader.metaData.rowGroups.indices {
            let rows = try reader.rows(ofGroup: group, columns: wanted, where: Predicate(terms))
            while let batch = try await rows.next() {
                progress.rows += batch.rowCount
                var vectors = batch.columns[...]
                let values = zip(names, places).map { name, place -> ScanBatch.Values in
                    if place >= 0, let vector = vectors.popFirst() { return .vector(vector) }
                    return .constant(file.partitionValues.first { $0.key == name }?.value)
                }
                do {
                    let batch = ScanBatch(names: names, columns: values, rowCount: batch.rowCount)
                    guard try await onBatch(batch) else { return false }
                } catch {
                    throw CallbackError(underlying: error)
                }
            }
        }
        return true
    }

    /// What the caller's own code threw, which is not the file's fault.
    private struct CallbackError: Error {
        let underlying: any Error
    }

    // MARK: Footers

    private func open(_ place: Int) async throws -> ParquetFileReader {
        let source = CountingSource(files[place].source)
        defer { progress.bytesRead += source.bytesRead }
        do {
            return try await open(place, source)
        } catch {
            throw LakeScanError(path: files[place].path, underlying: error)
        }
    }

    private func open(_ place: Int, _ source: CountingSource) async throws -> ParquetFileReader {
        if let metaData = footers[place] { return try ParquetFileReader(source: source, metaData: metaData) }
        let reader = try await ParquetFileReader(source: source)
        if source.bytesRead <= Self.footerCacheLimit - footerBytes {
            footerBytes += source.bytesRead
            footers[place] = reader.metaData
        }
        return reader
    }
}
