import Columnar
import FlowLogs
import Gzip
import Lake
import Parquet

/// Derives the rows of inputs once more, and adds them up.
///
/// One serves all objects that were read with the same options: parser and dictionaries live from one to the next.
final class InputRows {
    /// Dictionaries are dropped when they have grown to this size, in bytes.
    private static let dictionaryLimit = 64 << 20

    private let options: RowOptions
    private let parser: any BlockParser
    private var shapers: [RecordFormat: RowShaper] = [:]

    init(_ options: RowOptions) {
        self.options = options
        parser = options.makeParser()
    }

    /// The sum over an object's rows, and what became of its lines.
    ///
    /// - Parameter name: What the object was called in the run that converted it, which may be a value of its rows.
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt.
    func read(
        _ object: InputObject,
        named name: String
    ) async throws(ConversionError) -> (RowChecksum, CommittedInput) {
        var reading = ReadingOptions()
        reading.salvages = options.salvages
        let reader = try ObjectReader(object, options: reading)
        if try reader.detectKind() == .parquet { return try await readParquet(object) }
        let block = TextBlock(capacity: LineBlocks.blockSize)
        var checksum = RowChecksum()
        parser.beginObject(formats: options.formats.candidates(forKey: object.name))
        while try reader.fill(block) {
            parser.begin(block)
            do {
                while let batch = try parser.nextBatch() { add(batch, name, &checksum) }
            } catch {
                throw ConversionError(.invalidData, "\(object.name): offset \(block.offset): \(error)")
            }
            _ = parser.takeRejects()
            dropDictionaries()
        }
        return (checksum, UnitConverter.input(object, reader, parser.counts))
    }

    private func add(_ batch: ColumnBatch, _ name: String, _ checksum: inout RowChecksum) {
        let shaper = shapers[batch.format] ?? RowShaper(RowShape(format: batch.format, options: options.columns))
        shapers[batch.format] = shaper
        let columns = shaper.columns(of: batch, object: name)
        checksum.add(columns, names: shaper.shape.columns.map(\.name), rows: batch.count)
    }

    private func dropDictionaries() {
        let size = shapers.values.reduce(parser.dictionaryFootprint) { $0 + $1.dictionaryFootprint }
        guard size > Self.dictionaryLimit else { return }
        parser.removeDictionaries()
        for shaper in shapers.values { shaper.removeDictionaries() }
    }

    private func readParquet(_ object: InputObject) async throws(ConversionError) -> (RowChecksum, CommittedInput) {
        var source = try await ParquetObject(object)
        let rows = ParquetRows(columns: source.columns)
        let names = source.columns.map(\.name)
        var checksum = RowChecksum()
        while let batch = try await source.next() {
            rows.take(batch)
            checksum.add(rows.vectors, names: names, rows: batch.rowCount)
            if rows.dictionaryFootprint > Self.dictionaryLimit { rows.removeDictionaries() }
        }
        guard let identity = object.identity else {
            throw ConversionError(.invalidData, "\(object.name): this is Parquet in a pipe; give it as a file")
        }
        var lines = LineCounts()
        (lines.total, lines.rows) = (checksum.rows, checksum.rows)
        return (checksum, UnitConverter.input(identity, named: object.name, lines))
    }
}
