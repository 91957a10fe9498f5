import Columnar
import TestSupport
import Testing

@testable import Parquet

/// Rows in the order that a sorter finds, and chunks that are encoded through it.
@Suite struct RowOrderTests {
    /// Columns of every type, of few values and of many, with NULLs and without.
    private func columns(_ rows: Int, _ random: inout SeededGenerator) -> [(type: ColumnType, vector: ColumnVector)] {
        ColumnType.allCases.flatMap { type in
            [1, 3, 300, 1 << 20].map { distinct in
                let vector = ColumnVector(type: type)
                let hasNulls = random.oneIn(2)
                let base = Int64(random.below(3) * (type == .int64 ? 1 << 40 : 70_000) - 70_000)
                for _ in 0..<rows {
                    let value = base + Int64(random.below(distinct))
                    switch type {
                    case _ where hasNulls && random.oneIn(5): vector.appendNull()
                    case .int32: vector.append(Int32(value))
                    case .int64, .timestampMillis: vector.append(value)
                    case .double: vector.append(Double(value) / 2)
                    case .boolean: vector.append(value & 1 == 0)
                    case .string: vector.append("10.0.\(value % 7).\(value)")
                    }
                }
                return (type, vector)
            }
        }
    }

    @Test func rowsAreSortedAndEqualOnesKeepTheirOrder() throws {
        var random = SeededGenerator(seed: 61)
        let sorter = RowSorter()
        for rows in [2, 100, 3000] {
            let columns = columns(rows, &random)
            let texts = columns.map { column in (0..<rows).map { column.vector.text(at: $0) } }
            let numbers = columns.map { column in (0..<rows).map { column.vector.integer(at: $0) } }
            let sources = columns.map { ColumnChunkSource(taking: $0.vector) }
            for place in columns.indices where columns[place].type == .string || columns[place].type == .int64 {
                let order = sorter.order(of: sources, by: [place])?.numbers ?? (0..<UInt32(rows)).map { $0 }
                let expected = (0..<rows).sorted { left, right in
                    if columns[place].type == .string {
                        switch (texts[place][left], texts[place][right]) {
                        case (let one?, let other?) where one != other: return one.lexicographicallyPrecedes(other)
                        case (nil, .some): return true
                        case (.some, nil): return false
                        default: return left < right
                        }
                    }
                    switch (numbers[place][left], numbers[place][right]) {
                    case (let one?, let other?) where one != other: return one < other
                    case (nil, .some): return true
                    case (.some, nil): return false
                    default: return left < right
                    }
                }
                #expect(order.map { Int($0) } == expected)
            }
        }
    }

    @Test func sortedRowsHaveNoOrder() {
        let vector = ColumnVector(type: .string)
        for text in [nil, "a", "a", "b", "c"] { vector.append(text) }
        #expect(RowSorter().order(of: [ColumnChunkSource(taking: vector)], by: [0])?.numbers == nil)
    }

    /// Through an order come the bytes that the sorted rows themselves give.
    @Test func chunksThroughAnOrderAreThoseOfSortedRows() throws {
        var random = SeededGenerator(seed: 62)
        var options = ParquetWriterOptions()
        options.dataPageRowLimit = 700
        options.bloomFilterColumns = ["c_string"]
        let encoder = try ColumnChunkEncoder(options: options)
        let sorter = RowSorter()
        for rows in [2, 900, 5000] {
            let columns = columns(rows, &random)
            let sources = columns.map { ColumnChunkSource(taking: $0.vector) }
            for places in [[columns.count], [columns.count, 0]] {
                let order = try #require(sorter.order(of: sources + [shuffle(rows, &random)], by: places))
                for (column, source) in zip(columns, sources) {
                    let descriptor = ColumnDescriptor(name: "c_\(column.type.rawValue)", type: column.type)
                    for range in [0..<rows, rows / 3..<rows] {
                        let through = try encoder.encode(source, in: order, rows: range, as: descriptor)
                        let sorted = source.taking(rows: Array(order.numbers[range]))
                        let plain = try encoder.encode(sorted, as: descriptor)
                        #expect(through.body == plain.body)
                        #expect(through.statistics == plain.statistics)
                        #expect(through.bloomFilter == plain.bloomFilter)
                        #expect(through.pages.map(\.bounds) == plain.pages.map(\.bounds))
                        #expect(through.pages.map(\.nullCount) == plain.pages.map(\.nullCount))
                    }
                }
            }
        }
    }

    /// A column of text that puts the rows in any order.
    private func shuffle(_ rows: Int, _ random: inout SeededGenerator) -> ColumnChunkSource {
        let vector = ColumnVector(type: .string)
        for row in 0..<rows { vector.append(row == 0 ? "z" : "\(random.below(rows))") }
        return ColumnChunkSource(taking: vector)
    }

    /// Pages of indices that hardly shrink are stored in frames that every reader of zstd knows.
    @Test(arguments: [0, 1, 4096, 1 << 17, (1 << 17) + 1, 400_000]) func storedFrames(size: Int) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let bytes = random.bytes(size)
        let page = ByteBuffer()
        page.append(contentsOf: bytes)
        let frame = ByteBuffer()
        StoredFrame.append(page, to: frame)
        #expect(frame.count == size + 9 + 3 * max((size + (1 << 17) - 1) / (1 << 17), 1))
        var target: [UInt8] = []
        try PageDecompressor(codec: .zstd).decompress(frame.bytes, 0..<frame.count, size: size, into: &target)
        #expect(target == bytes)
    }
}
