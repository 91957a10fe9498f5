import Columnar
import FlowLogs
import Gzip
import Parquet

/// One object through the stages, on the thread of the caller: no tasks, no files, one row group.
public struct Pass {
    /// Rows that were parsed.
    public private(set) var rows = 0
    /// Bytes that came out of the last stage.
    public private(set) var bytes = 0

    /// Takes a gzip object as far as `last`.
    ///
    /// - Throws: What the stages throw of data that is none.
    public init(_ object: [UInt8], upTo last: Stage) throws {
        let parser = RecordParser()
        parser.beginObject()
        let block = TextBlock(capacity: LineBlocks.blockSize)
        var source = GzipSource(object)
        var lines = LineBlocks()
        var columns: [ColumnVector] = []
        var format: RecordFormat?
        while try lines.fill(block, from: { room in try source.read(into: room) }) {
            bytes += block.count
            guard last >= .index else { continue }
            parser.begin(block)
            guard last >= .parse else { continue }
            while let batch = try parser.nextBatch() {
                rows += batch.count
                guard last >= .encode else { continue }
                if format == nil {
                    format = batch.format
                    columns = batch.columns.map {
                        ColumnVector(type: $0.type, dictionary: $0.dictionary, capacity: 1 << 19)
                    }
                }
                for (column, vector) in zip(columns, batch.columns) { column.append(0..<batch.count, of: vector) }
            }
        }
        if let format, last >= .encode { try encode(columns, format, last) }
    }

    private mutating func encode(_ columns: [ColumnVector], _ format: RecordFormat, _ last: Stage) throws {
        let schema = format.columns.map { ColumnDescriptor(name: $0.columnName, type: $0.type) }
        var options = ParquetWriterOptions()
        options.compression = last >= .compress ? .zstd : .uncompressed
        let encoder = try ColumnChunkEncoder(options: options)
        var writer = ParquetFileWriter(schema: schema, options: options)
        bytes = writer.begin().count
        let chunks = try zip(columns, schema).map { try encoder.encode(ColumnChunkSource(taking: $0), as: $1) }
        bytes += try writer.append(chunks).reduce(0) { $0 + $1.count }
        bytes += writer.finish().count
    }
}
