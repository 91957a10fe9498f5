import Columnar
import Parquet
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Lake

@Suite struct TableWriterTests {
    private typealias Row = (start: Int64?, account: String?, port: Int32?)

    private static let columns: [(name: String, fieldName: String, type: ColumnType)] = [
        ("start", "start", .int64), ("account_id", "account-id", .string), ("dstport", "dstport", .int32),
    ]

    /// What a run left behind.
    private struct Outcome {
        var written: [WrittenFile]
        var files: [String: [UInt8]]
        /// Rows by folder.
        var rows: [String: Int]
        var rowGroups: [String: [Int64]]
        /// The last column's bounds in each row group, least before greatest, as they stand in the file.
        var portBounds: [[Int32]]
    }

    /// Writes rows in batches of `batch` to a lake of its own, those in place that may be.
    private func write(
        _ rows: [Row],
        _ scheme: String,
        batch: Int = 1000,
        origin: ObjectOrigin = .unknown,
        forgetting: Bool = false,
        inPlace: Bool = false,
        _ change: (inout TableWriterOptions) -> Void = { _ in }
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        var options = TableWriterOptions()
        options.scheme = try PartitionScheme(scheme)
        options.encodesInBackground = false
        change(&options)
        let store = LocalStore(root: FilePath(folder.path))
        let writer = try TableWriter(store: store, columns: Self.columns, options: options) { "\($0).parquet" }
        let dictionary = ByteArrayDictionary()
        var rest = rows[...]
        while !rest.isEmpty {
            let open = inPlace ? writer.openColumns : nil
            let vectors = open ?? Self.columns.map { ColumnVector(type: $0.type, dictionary: dictionary) }
            for row in rest.prefix(batch) {
                vectors[0].append(row.start)
                vectors[1].append(row.account)
                vectors[2].append(row.port)
            }
            if open == nil {
                try await writer.append(vectors, rows: vectors[0].count, origin: origin)
            } else {
                try await writer.take(rows: rest.prefix(batch).count, origin: origin)
            }
            rest = rest.dropFirst(batch)
            if forgetting {
                try await writer.flushAll()
                #expect(writer.memoryFootprint == 0)
                dictionary.removeAll()
            }
        }
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("_flowconv/") })
        let written = try await writer.seal(fileNamePrefix: "u-")
        // Durable, but not yet visible.
        #expect(try folder.files().keys.allSatisfy { $0.hasPrefix("_flowconv/") })
        try await writer.publish()
        let files = try folder.files().filter { !$0.key.hasPrefix("_flowconv/") }
        #expect(Set(written.map(\.path)) == Set(files.keys))
        #expect(written.count == files.count)
        #expect(written.allSatisfy { files[$0.path]?.count == $0.bytes })
        #expect(written.reduce(0) { $0 + $1.rows } == rows.count)
        var groups: [String: [Int64]] = [:]
        var portBounds: [[Int32]] = []
        for file in try await LakeReader(store: store).files() {
            groups[file.path] = file.metaData.rowGroups.map(\.numRows)
            portBounds += file.metaData.rowGroups.map { group in
                let statistics = group.columns.last?.metaData?.statistics
                return [statistics?.minValue, statistics?.maxValue].map { bytes in
                    Int32(bitPattern: (bytes ?? []).reversed().reduce(0) { $0 << 8 | UInt32($1) })
                }
            }
            #expect(file.metaData.numRows == Int64(written.first { $0.path == file.path }?.rows ?? -1))
        }
        let counts = Dictionary(written.map { ($0.partition, $0.rows) }, uniquingKeysWith: +)
        return Outcome(written: written, files: files, rows: counts, rowGroups: groups, portBounds: portBounds)
    }

    private static let day: Int64 = 1_709_164_800  // 2024-02-29T00:00:00Z

    @Test(
        arguments: [
            (0, "year=1970/month=01/day=01", "00"), (-1, "year=1969/month=12/day=31", "23"),
            (1_709_164_799, "year=2024/month=02/day=28", "23"), (1_709_164_800, "year=2024/month=02/day=29", "00"),
            (1_709_251_199, "year=2024/month=02/day=29", "23"), (-62_135_596_801, "year=0000/month=12/day=31", "23"),
            (253_402_300_800, "year=10000/month=01/day=01", "00"),
        ] as [(Int64, String, String)]
    )
    func timesHaveTheirFolders(_ start: Int64, _ day: String, _ hour: String) async throws {
        let rows: [Row] = [(start, "1", 1)]
        #expect(try await write(rows, "day").rows == [day: 1])
        #expect(try await write(rows, "hour").rows == ["\(day)/hour=\(hour)": 1])
        #expect(try await write(rows, "month").rows == [day.split(separator: "/").prefix(2).joined(separator: "/"): 1])
        #expect(try await write(rows, "none").rows == ["": 1])
    }

    /// Whatever a log line says, it must not stop the run.
    @Test(arguments: [Int64.min, .max, 1 << 60])
    func timesFromNowhere(_ start: Int64) async throws {
        for scheme in ["hour", "day"] {
            #expect(try await write([(start, "1", 1), (nil, "1", 1)], scheme).rows.count == 2)
            #expect(try await write([(start, "1", 1)], scheme).rows.count == 1)
        }
    }

    @Test func everyRowLandsInItsFolder() async throws {
        var random = SeededGenerator(seed: 5)
        let rows = (0..<900).map { row -> Row in
            let start =
                random.oneIn(20) ? nil : Self.day - 7200 + Int64(random.below(4 * 3600)) + Int64(row / 300 * 86_400)
            return (
                start, random.oneIn(5) ? nil : "a\(random.below(3))", random.oneIn(4) ? nil : Int32(random.below(3))
            )
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        func expected(_ path: (Row) -> String) -> [String: Int] {
            Dictionary(rows.map { (path($0), 1) }, uniquingKeysWith: +)
        }
        let none = "__HIVE_DEFAULT_PARTITION__"
        func date(_ row: Row) -> (CivilDate, Int)? {
            row.start.map { (CivilDate(daysSinceEpoch: Int($0) / 86_400), Int($0) % 86_400 / 3600) }
        }
        for batch in [1, 64, 900] {
            #expect(
                try await write(rows, "hour", batch: batch).rows
                    == expected { row in
                        guard let (day, hour) = date(row) else {
                            return "year=\(none)/month=\(none)/day=\(none)/hour=\(none)"
                        }
                        return "year=\(day.year)/month=\(two(day.month))/day=\(two(day.day))/hour=\(two(hour))"
                    }
            )
        }
        for forgetting in [false, true] {
            #expect(
                try await write(rows, "p={account-id}-{dstport}/m=%Y-%m", batch: 150, forgetting: forgetting).rows
                    == expected { row in
                        let value = row.account.flatMap { account in row.port.map { "\(account)-\($0)" } } ?? none
                        return "p=\(value)/m=\(date(row).map { "\($0.0.year)-\(two($0.0.month))" } ?? none)"
                    }
            )
        }
    }

    @Test func layoutOfAWS() async throws {
        let origin = ObjectOrigin(key: "123456789012_vpcflowlogs_eu-west-1_fl-1_20180620T1620Z_a.log.gz")
        let rows: [Row] = [(Self.day, nil, 1), (Self.day, "999", 1)]
        let date = "year=2024/month=02/day=29"
        func folder(_ account: String, _ region: String) -> String {
            "AWSLogs/aws-account-id=\(account)/aws-service=vpcflowlogs/aws-region=\(region)/\(date)"
        }
        #expect(
            try await write(rows, "aws", origin: origin).rows
                == [folder("123456789012", "eu-west-1"): 1, folder("999", "eu-west-1"): 1]
        )
        let none = HivePath.defaultPartition
        #expect(try await write(rows, "aws").rows == [folder(none, none): 1, folder("999", none): 1])
    }

    @Test func valuesNeverLeaveTheirFolder() async throws {
        let values = [
            "..", "../../x", "/etc", "a/b", "a=b", "\u{301}x", ".", "x\u{301}", "%2e%2e", " ", "_hidden", "\r\n",
        ]
        let rows = values.map { (start: Int64?.some(0), account: String?.some($0), port: Int32?.none) }
        let outcome = try await write(rows, "p={account-id}")
        #expect(outcome.rows.count == values.count)
        for folder in outcome.rows.keys {
            #expect(folder.utf8.starts(with: "p=".utf8) && !folder.utf8.contains(0x2F))
        }
        // And what a reader of the lake is told is the value as it was.
        let footer = FileMetaData(version: 2, schema: [], numRows: 0, rowGroups: [])
        let found = outcome.written.flatMap {
            LakeFile(path: $0.path, bytes: 0, metaData: footer, columns: []).partitionValues
        }
        #expect(found.allSatisfy { $0.key == "p" })
        #expect(Set(found.map { Array($0.value.utf8) }) == Set(values.map { Array($0.utf8) }))
    }

    // MARK: Files

    private func rows(_ count: Int) -> [Row] {
        (0..<count).map { (Self.day + Int64($0 % 3 * 3600), "account \($0 % 50)", Int32($0)) }
    }

    @Test func rowGroupLimit() async throws {
        let outcome = try await write(rows(1000), "none", batch: 70) { $0.rowGroupRowLimit = 300 }
        #expect(outcome.rowGroups == ["u-0.parquet": [300, 300, 300, 100]])
        let scattered = try await write(rows(999), "hour", batch: 999) { $0.rowGroupRowLimit = 100 }
        #expect(scattered.rowGroups.values.allSatisfy { $0 == [100, 100, 100, 33] })
        #expect(scattered.rowGroups.count == 3)
    }

    /// Rows are sorted together before they are cut, so that row groups do not overlap.
    @Test func sortedRowGroupsHaveBoundsOfTheirOwn() async throws {
        let shuffled: [Row] = (0..<1000).map { (Self.day, "account", Int32($0 * 7 % 1000)) }
        let outcome = try await write(shuffled, "none", batch: 70) {
            $0.sortColumns = ["dstport"]
            $0.rowGroupRowLimit = 300
        }
        #expect(outcome.rowGroups == ["u-0.parquet": [250, 250, 250, 250]])
        #expect(outcome.portBounds == [[0, 249], [250, 499], [500, 749], [750, 999]])
        let runs = try await write(shuffled, "none", batch: 70) {
            $0.sortColumns = ["dstport"]
            $0.rowGroupRowLimit = 300
            $0.sortedRunRowLimit = 500
        }
        #expect(runs.rowGroups == ["u-0.parquet": [250, 250, 250, 250]])
        #expect(runs.portBounds[0][1] < runs.portBounds[1][0] && runs.portBounds[1][1] > runs.portBounds[2][0])
    }

    @Test func memoryLimit() async throws {
        let outcome = try await write(rows(20_000), "hour", batch: 100) { $0.memoryLimitInBytes = 6000 }
        #expect(outcome.rows.values.sorted() == [6666, 6667, 6667])
        #expect(outcome.rowGroups.values.allSatisfy { $0.count > 5 && $0.reduce(0, +) >= 6666 })
    }

    @Test func filesOfALimitedSize() async throws {
        let outcome = try await write(rows(2000), "none", batch: 100) {
            $0.rowGroupRowLimit = 100
            $0.targetFileSizeInBytes = 1200
        }
        #expect(outcome.files.count > 3)
        #expect(Set(outcome.files.keys) == Set((0..<outcome.files.count).map { "u-\($0).parquet" }))
    }

    @Test func openFileLimit() async throws {
        for limit in [1, 2, 3] {
            let outcome = try await write(rows(1200), "hour", batch: 50) {
                $0.rowGroupRowLimit = 100
                $0.openFileLimit = limit
            }
            #expect(outcome.rows.values.allSatisfy { $0 == 400 })
            #expect(limit < 3 ? outcome.files.count > 3 : outcome.files.count == 3)
        }
    }

    /// Row groups that are large enough for their columns to be handed around.
    @Test func severalEncodersChangeNoByte() async throws {
        let rows = rows(140_000)
        func run(_ encoders: Int) async throws -> Outcome {
            try await write(rows, "none", batch: 20_000) {
                $0.rowGroupRowLimit = 70_000
                $0.sortColumns = ["account_id"]
                $0.encodesInBackground = encoders > 1
                $0.encoderCount = encoders
            }
        }
        let one = try await run(1)
        for encoders in [2, 3, 64] {
            let several = try await run(encoders)
            #expect(one.files == several.files)
        }
    }

    @Test(arguments: ["none", "hour", "p={account-id}"]) func encodingBesideTheCallerChangesNoByte(_ scheme: String)
        async throws
    {
        func run(_ inBackground: Bool) async throws -> Outcome {
            try await write(rows(1200), scheme, batch: 170) {
                $0.encodesInBackground = inBackground
                $0.rowGroupRowLimit = 100
                $0.memoryLimitInBytes = 60_000
                $0.targetFileSizeInBytes = 5000
                $0.openFileLimit = 2
            }
        }
        let first = try await run(true)
        let second = try await run(false)
        let third = try await run(true)
        #expect(first.files == second.files && first.files == third.files)
        #expect(first.written == second.written)
    }

    /// Rows that are appended to the open row group give the files that copied ones give, wherever they turn out to belong.
    @Test(arguments: ["day", "hour", "none", "account={account-id}"], [1, 7, 100])
    func rowsInPlaceAreTheSame(_ scheme: String, _ batch: Int) async throws {
        var random = SeededGenerator(seed: UInt64(batch))
        var time = Self.day
        let rows: [Row] = (0..<700).map { _ in
            // Times move on, jump now and then, and are missing now and then; accounts stay for a while.
            time += random.oneIn(40) ? 7000 : Int64(random.below(9))
            let start: Int64? = random.oneIn(50) ? nil : random.oneIn(90) ? time - 90_000 : time
            let account: String? = random.oneIn(30) ? nil : String(time / 20_000)
            return (start, account, random.oneIn(9) ? nil : Int32(random.below(100)))
        }
        for (limit, memory) in [(1 << 20, 1 << 20), (64, 1 << 20), (10, 1 << 20), (1 << 20, 600)] {
            let change: (inout TableWriterOptions) -> Void = {
                $0.rowGroupRowLimit = limit
                $0.memoryLimitInBytes = memory
            }
            let copied = try await write(rows, scheme, batch: batch, change)
            let inPlace = try await write(rows, scheme, batch: batch, inPlace: true, change)
            #expect(inPlace.files == copied.files)
            #expect(inPlace.written == copied.written)
        }
    }

    @Test func whatIsAbortedLeavesNothing() async throws {
        for seals in [false, true] {
            let folder = try TemporaryFolder()
            let store = LocalStore(root: FilePath(folder.path))
            var options = TableWriterOptions()
            options.rowGroupRowLimit = 10
            options.targetFileSizeInBytes = 1000
            let writer = try TableWriter(store: store, columns: Self.columns, options: options) { "\($0)" }
            let vectors = Self.columns.map { ColumnVector(type: $0.type) }
            for row in rows(500) {
                vectors[0].append(row.start)
                vectors[1].append(row.account)
                vectors[2].append(row.port)
            }
            try await writer.append(vectors, rows: 500, origin: .unknown)
            if seals { _ = try await writer.seal(fileNamePrefix: "u") }
            await writer.abort()
            #expect(
                try folder.files().keys.allSatisfy {
                    !$0.contains("parquet") && $0.hasSuffix("lock") || $0.hasPrefix("_flowconv/")
                }
            )
            #expect(try folder.files().values.allSatisfy { $0.count < 100 })
            #expect(try await store.list(nil).isEmpty)
        }
    }

    @Test func noRowsNoFiles() async throws {
        let outcome = try await write([], "day")
        #expect(outcome.files.isEmpty && outcome.written.isEmpty)
    }

    @Test func aKeyThatIsAColumnIsRefused() throws {
        var options = TableWriterOptions()
        options.scheme = try PartitionScheme("start=%Y")
        let store = LocalStore(root: "/nonexistent")
        #expect(throws: PartitionSchemeError(.keyIsColumn("start"))) {
            try TableWriter(store: store, columns: Self.columns, options: options) { "\($0)" }
        }
    }
}
