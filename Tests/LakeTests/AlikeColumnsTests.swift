import Columnar
import Parquet
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Lake

/// Text columns with the same values, which are encoded once where they share a dictionary.
@Suite struct AlikeColumnsTests {
    private typealias Change = (inout TableWriterOptions) -> Void

    private static let columns: [(name: String, fieldName: String, type: ColumnType)] = [
        ("a", "a", .string), ("n", "n", .int32), ("b", "b", .string), ("c", "c", .string),
    ]

    /// The rows of the text columns.
    private struct Table {
        var a: [String?]
        var b: [String?]
        var c: [String?]

        init(_ values: [String?]) { (a, b, c) = (values, values, values) }

        func vectors(sharing: Bool) -> [ColumnVector] {
            let dictionary = ByteArrayDictionary()
            let vectors = columns.map { ColumnVector(type: $0.type, dictionary: sharing ? dictionary : nil) }
            for row in a.indices {
                vectors[0].append(a[row])
                vectors[1].append(row % 9 == 0 ? nil : Int32(row))
                vectors[2].append(b[row])
                vectors[3].append(c[row])
            }
            return vectors
        }
    }

    private func values(_ count: Int, _ distinct: Int) -> [String?] {
        var random = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in random.oneIn(20) ? nil : "10.0.\(random.below(distinct))" }
    }

    private func file(_ table: Table, sharing: Bool, _ change: Change) async throws -> [UInt8] {
        let folder = try TemporaryFolder()
        var options = TableWriterOptions()
        options.scheme = try PartitionScheme("none")
        options.encodesInBackground = false
        change(&options)
        let store = LocalStore(root: FilePath(folder.path))
        let writer = try TableWriter(store: store, columns: Self.columns, options: options) { "\($0).parquet" }
        try await writer.append(table.vectors(sharing: sharing), rows: table.a.count, origin: .unknown)
        _ = try await writer.seal(fileNamePrefix: "u-")
        try await writer.publish()
        let bytes = try folder.files()["u-0.parquet"]
        return try #require(bytes)
    }

    private func texts(_ bytes: [UInt8]) async throws -> Table {
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        var table = Table([])
        for group in reader.metaData.rowGroups.indices {
            let batches = try reader.rows(ofGroup: group, columns: [0, 2, 3])
            while let batch = try await batches.next() {
                for row in 0..<batch.rowCount {
                    table.a.append(batch.columns[0].string(at: row))
                    table.b.append(batch.columns[1].string(at: row))
                    table.c.append(batch.columns[2].string(at: row))
                }
            }
        }
        return table
    }

    /// Writes a table with one dictionary and with one for each column, and reads it.
    private func check(_ table: Table, _ change: Change = { _ in }) async throws {
        let shared = try await file(table, sharing: true, change)
        let apart = try await file(table, sharing: false, change)
        #expect(shared == apart)
        let read = try await texts(shared)
        var options = TableWriterOptions()
        change(&options)
        guard options.sortColumns.isEmpty else {
            // Rows go together wherever they go.
            let rows = { (table: Table) in table.a.indices.map { [table.a[$0], table.b[$0], table.c[$0]] } }
            #expect(
                Dictionary(rows(read).map { ($0, 1) }, uniquingKeysWith: +)
                    == Dictionary(rows(table).map { ($0, 1) }, uniquingKeysWith: +)
            )
            return
        }
        #expect(read.a == table.a && read.b == table.b && read.c == table.c)
    }

    @Test(arguments: [1, 3, 400, 1 << 20], [1, 50, 3000]) func theSameRows(_ distinct: Int, _ rows: Int) async throws {
        try await check(Table(values(rows, distinct)))
        try await check(Table(values(rows, distinct))) { $0.sortColumns = ["b"] }
        // Parts of the rows are encoded without the order.
        try await check(Table(values(rows, distinct))) {
            $0.sortColumns = ["c"]
            $0.rowGroupRowLimit = max(rows / 3, 1)
        }
    }

    @Test(arguments: [[], ["a"], ["b"], ["a", "c"], ["a", "b", "c"]] as [Set<String>])
    func someHaveABloomFilter(_ names: Set<String>) async throws {
        let table = Table(values(2000, 300))
        try await check(table) { $0.parquet.bloomFilterColumns = names }
        let bytes = try await file(table, sharing: true) { $0.parquet.bloomFilterColumns = names }
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        let found = reader.metaData.rowGroups[0].columns.compactMap(\.metaData).filter { $0.bloomFilterOffset != nil }
        #expect(found.map(\.pathInSchema) == names.sorted().map { [$0] })
    }

    @Test(arguments: [0, 1, 999, 1999]) func oneRowDiffers(_ row: Int) async throws {
        for text in ["10.0.1", "new", nil] {
            var table = Table(values(2000, 300))
            table.b[row] = text
            try await check(table)
            try await check(table) { $0.parquet.bloomFilterColumns = ["b", "c"] }
            try await check(table) { $0.sortColumns = ["a"] }
        }
    }

    /// Enough rows for their columns to be handed around.
    @Test func severalEncoders() async throws {
        var table = Table(values(70_000, 5000))
        for differs in [false, true] {
            if differs { table.c[69_999] = "new" }
            for encoders in [2, 3] {
                try await check(table) {
                    $0.encodesInBackground = true
                    $0.encoderCount = encoders
                }
            }
        }
    }

    /// What is the same is one source, and stays apart where its files do.
    @Test func whatIsTheSameIsTakenOnce() async throws {
        let schema = Self.columns.map { ColumnDescriptor(name: $0.name, type: $0.type) }
        let encoders = try ColumnEncoders(schema: schema, options: ParquetWriterOptions(), width: 1)
        var table = Table(values(500, 40))
        table.c[77] = "new"
        let shared = try await encoders.sources(taking: table.vectors(sharing: true))
        #expect(shared.count == schema.count)
        #expect(shared[0].isSameText(as: shared[2]))
        #expect(!shared[0].isSameText(as: shared[3]) && !shared[2].isSameText(as: shared[3]))
        #expect(!shared[1].isSameText(as: shared[1]))
        let apart = try await encoders.sources(taking: table.vectors(sharing: false))
        #expect(!apart[0].isSameText(as: apart[2]))
        let empty = try await encoders.sources(taking: Table([]).vectors(sharing: true))
        #expect(empty.map(\.count) == [0, 0, 0, 0])
    }
}
