import Columnar
import TestSupport
import Testing

@testable import Parquet

@Suite struct ParquetFileWriterTests {
    private typealias Value = NaiveFile.Value

    private static let schema = ColumnType.allCases.map { ColumnDescriptor(name: "c_\($0.rawValue)", type: $0) }

    /// How a column's values are drawn.
    private enum Shape: CaseIterable {
        case few
        case rising
        case random
        case nullsOnly
        case nullPages
        case extremes
    }

    private func values(_ type: ColumnType, _ shape: Shape, _ rows: Int, _ random: inout SeededGenerator) -> [Value?] {
        (0..<rows).map { row in
            switch shape {
            case .nullsOnly: return nil
            case .nullPages where row / 100 % 2 == 0: return nil
            case .few where random.oneIn(9): return nil
            default: break
            }
            let number: Int64 =
                switch shape {
                case .few: Int64(random.below(5))
                case .rising: Int64(row) * 3 + Int64(random.below(3))
                case .extremes:
                    type == .int32
                        ? random.pick([Int64(Int32.min), Int64(Int32.max), 0, -1]) : random.pick([.min, .max, 0, -1])
                default:
                    type == .int32 ? Int64(Int32(truncatingIfNeeded: random.next())) : Int64(bitPattern: random.next())
                }
            switch type {
            case .boolean: return .integer(number & 1)
            case .double: return .bits((Double(number) / 8).bitPattern)
            case .string:
                let text = shape == .extremes ? random.text(upTo: 90) : "value \(number)"
                return .text(Array(text.utf8))
            default: return .integer(number)
            }
        }
    }

    private func vector(_ type: ColumnType, _ values: [Value?]) -> ColumnVector {
        let vector = ColumnVector(type: type)
        for value in values {
            switch value {
            case nil: vector.appendNull()
            case .bits(let bits): vector.append(Double(bitPattern: bits))
            case .text(let bytes): vector.append(String(decoding: bytes, as: UTF8.self))
            case .integer(let number):
                switch type {
                case .int32: vector.append(Int32(number))
                case .boolean: vector.append(number == 1)
                default: vector.append(number)
                }
            }
        }
        return vector
    }

    private func file(_ groups: [[[Value?]]], _ options: ParquetWriterOptions) throws -> [UInt8] {
        let encoder = try ColumnChunkEncoder(options: options)
        var writer = ParquetFileWriter(schema: Self.schema, options: options)
        var bytes = writer.begin()
        for group in groups {
            let chunks = try zip(group, Self.schema).map { values, descriptor in
                try encoder.encode(ColumnChunkSource(taking: vector(descriptor.type, values)), as: descriptor)
            }
            for body in try writer.append(chunks) { bytes += body }
            #expect(writer.byteCount == bytes.count)
        }
        #expect(writer.rowGroupCount == groups.count)
        return bytes + writer.finish()
    }

    @Test(arguments: [CompressionCodec.uncompressed, .zstd, .gzip], 0..<4)
    func whatWasWrittenIsRead(_ codec: CompressionCodec, _ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var options = ParquetWriterOptions()
        options.compression = codec
        options.dataPageRowLimit = [100, 1, 1000, 20_000][seed]
        options.dataPageSizeLimitInBytes = [1 << 20, 1 << 20, 600, 1 << 20][seed]
        options.dictionaryPageSizeLimitInBytes = [4 << 20, 4 << 20, 300, 4 << 20][seed]
        options.statisticsTruncateLength = [64, 8, 3, 1][seed]
        options.bloomFilterColumns = ["c_string"]
        options.writesPageChecksums = seed != 1
        let sizes = seed == 1 ? [1, 40] : [1, 700, 99, 1000, 0]
        let groups = sizes.map { rows in
            Self.schema.map { values($0.type, random.pick(Shape.allCases), rows, &random) }
        }
        let bytes = try file(groups, options)
        let read = try NaiveFile(bytes)
        for column in Self.schema.indices {
            let expected = groups.flatMap { $0[column] }
            #expect(read.columns[column] == expected, "\(Self.schema[column].name)")
        }
        #expect(try FileFooter.columns(of: read.footer) == Self.schema)
        #expect(read.footer.rowGroups.map(\.numRows) == sizes.map { Int64($0) })
        // The same rows give the same bytes, from an encoder with other scratch memory too.
        #expect(try file(groups, options) == bytes)
    }

    @Test(arguments: Shape.allCases) private func everyShapeInManyPages(_ shape: Shape) throws {
        var random = SeededGenerator(seed: 77)
        var options = ParquetWriterOptions()
        options.dataPageRowLimit = 100
        let group = Self.schema.map { values($0.type, shape, 1234, &random) }
        let read = try NaiveFile(try file([group], options))
        #expect(read.columns == group)
        for (column, chunk) in read.footer.rowGroups[0].columns.enumerated() {
            let columnIndex = try read.columnIndex(chunk)
            let index = try #require(columnIndex)
            #expect(index.nullPages.count >= 13)
            if shape == .rising, [.int32, .int64, .timestampMillis, .double].contains(Self.schema[column].type) {
                #expect(index.boundaryOrder == .ascending)
            }
        }
    }

    @Test func rowsOfManySizesKeepToThePageLimit() throws {
        var random = SeededGenerator(seed: 78)
        var options = ParquetWriterOptions()
        options.compression = .uncompressed
        options.dataPageSizeLimitInBytes = 4000
        options.dictionaryPageSizeLimitInBytes = 1000
        var group = Self.schema.map { values($0.type, .random, 400, &random) }
        for (column, descriptor) in Self.schema.enumerated() where descriptor.type == .string {
            group[column] = group[column].enumerated().map { row, value in
                row % 50 == 0 ? .text([UInt8](repeating: 0x61, count: 5000 + row)) : value
            }
        }
        let read = try NaiveFile(try file([group], options))
        #expect(read.columns == group)
        for chunk in read.footer.rowGroups[0].columns {
            let metaData = try #require(chunk.metaData)
            let offset = Int(try #require(chunk.offsetIndexOffset))
            let index = try read.decode(OffsetIndex.self, at: offset..<read.bytes.count).value
            for location in index.pageLocations {
                let start = Int(location.offset)
                let header = try read.decode(PageHeader.self, at: start..<read.bytes.count).value
                let rows = try #require(header.dataPageHeader?.numValues)
                // A page is larger than the limit only where one row is.
                #expect(header.uncompressedPageSize <= 4100 || rows == 1, "\(metaData.pathInSchema)")
            }
        }
    }

    @Test func aFileWithoutRows() throws {
        let bytes = try file([], ParquetWriterOptions())
        let read = try NaiveFile(bytes)
        #expect(read.footer.numRows == 0)
        #expect(read.columns.allSatisfy { $0.isEmpty })
    }

    @Test func aValueThatIsNoNumberHasNoBounds() throws {
        var group = Self.schema.map { _ in [Value?](repeating: nil, count: 3) }
        let column = try #require(Self.schema.firstIndex { $0.type == .double })
        group[column] = [.bits(Double.nan.bitPattern), .bits(1.0.bitPattern), nil]
        let read = try NaiveFile(try file([group], ParquetWriterOptions()))
        let chunk = read.footer.rowGroups[0].columns[column]
        #expect(chunk.metaData?.statistics?.minValue == nil)
        #expect(try read.columnIndex(chunk) == nil)
        #expect(read.columns == group)
    }

    // MARK: Columns without NULL

    @Test(arguments: ColumnType.allCases) func aRequiredColumn(_ type: ColumnType) throws {
        var random = SeededGenerator(seed: 7)
        let group = values(type, .random, 500, &random).filter { $0 != nil }
        var options = ParquetWriterOptions()
        options.dataPageRowLimit = 64
        let descriptor = ColumnDescriptor(name: "c", type: type, repetition: .required)
        let encoder = try ColumnChunkEncoder(options: options)
        var writer = ParquetFileWriter(schema: [descriptor], options: options)
        var bytes = writer.begin()
        bytes += try writer.append(rowGroup: [vector(type, group)], encoder: encoder)
        bytes += writer.finish()
        let read = try NaiveFile(bytes)
        #expect(read.footer.schema[1].repetitionType == .required)
        #expect(read.columns == [group])
        #expect(try FileFooter.columns(of: read.footer) == [descriptor])
    }

    @Test(arguments: ColumnType.allCases) func aNullInARequiredColumn(_ type: ColumnType) throws {
        var random = SeededGenerator(seed: 8)
        var group = Array(values(type, .random, 50, &random).filter { $0 != nil }.prefix(9))
        group.insert(nil, at: 4)
        group.append(nil)
        let descriptor = ColumnDescriptor(name: "key", type: type, repetition: .required)
        let encoder = try ColumnChunkEncoder(options: ParquetWriterOptions())
        do {
            _ = try encoder.encode(ColumnChunkSource(taking: vector(type, group)), as: descriptor)
            Issue.record("taken")
        } catch {
            #expect(error.code == .schemaMismatch)
            #expect("\(error)".contains("column key is declared to be required"))
            #expect("\(error)".contains("2 of 11 rows"))
            #expect("\(error)".contains("the first of them row 4;"))
        }
        // The encoder is as good as before.
        let good = try encoder.encode(ColumnChunkSource(taking: vector(type, [group[0]])), as: descriptor)
        #expect(good.rowCount == 1)
    }

    @Test func chunksThatAreNotTheSchema() throws {
        let options = ParquetWriterOptions()
        let encoder = try ColumnChunkEncoder(options: options)
        let number = ColumnDescriptor(name: "n", type: .int32)
        let text = ColumnDescriptor(name: "t", type: .string)
        func chunk(_ descriptor: ColumnDescriptor, rows: Int) throws -> EncodedColumnChunk {
            let values = [Value?](repeating: nil, count: rows)
            return try encoder.encode(ColumnChunkSource(taking: vector(descriptor.type, values)), as: descriptor)
        }
        var writer = ParquetFileWriter(schema: [number, text], options: options)
        _ = writer.begin()
        let mismatch = ParquetError(.schemaMismatch, "")
        #expect(throws: mismatch) { try encoder.encode(ColumnChunkSource(taking: self.vector(.int64, [])), as: number) }
        #expect(throws: mismatch) {
            try encoder.encode(ColumnChunkSource(taking: self.vector(.string, [])), as: number)
        }
        let good = try [chunk(number, rows: 2), chunk(text, rows: 2)]
        let bad = try [
            [], [good[0]], good.reversed(), [good[0], chunk(text, rows: 3)], good + [chunk(text, rows: 2)],
        ]
        for chunks in bad {
            do {
                _ = try writer.append(chunks)
                Issue.record("taken")
            } catch {
                #expect(error == mismatch)
            }
        }
        #expect(writer.byteCount == 4)
        _ = try writer.append(good)
        #expect(writer.rowCount == 2)
    }

    @Test func footersThatAreNone() {
        let good = Array("PAR1".utf8)
        for (tail, size) in [
            ([UInt8](), 0), (good + good, 8), ([0, 0, 0, 0] + good, 100), ([93, 0, 0, 0] + good, 100),
            ([255, 255, 255, 255] + good, 1 << 40), ([8, 0, 0, 0] + Array("PARE".utf8), 100),
            ([1, 0, 0, 0] + good, 11),
        ] {
            #expect(throws: ParquetError(.notParquet, "")) { try FileFooter.range(tail: tail, fileSize: size) }
        }
        #expect((try? FileFooter.range(tail: [88, 0, 0, 0] + good, fileSize: 100)) == 4..<92)
        #expect(throws: ParquetError(.notParquet, "")) { try FileFooter.decode([]) }
        #expect(throws: ParquetError(.notParquet, "")) { try FileFooter.decode([0x15, 0x02]) }
    }

    @Test func codecsThatAreNotBuiltIn() {
        var options = ParquetWriterOptions()
        options.compression = .snappy
        #expect(throws: ParquetError(.unsupportedCodec, "")) { try ColumnChunkEncoder(options: options) }
    }
}
