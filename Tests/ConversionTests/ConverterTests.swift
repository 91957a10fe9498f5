import Foundation
import Lake
import Parquet
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Conversion
@testable import FlowLogs

@Suite struct ConverterTests {
    private static let header = "version account-id start end action log-status\n"

    private static func log(_ format: SyntheticFormat, lines: Int, seed: UInt64) -> [UInt8] {
        var generator = FlowLogGenerator(
            format: format,
            lines: lines,
            seed: seed,
            start: 1_700_000_000,
            duration: 200_000
        )
        var text: [UInt8] = []
        while generator.append(1000, to: &text) {}
        return text
    }

    /// Runs a conversion of `in` to `out` and returns the report and the visible files.
    private func run(
        _ folder: TemporaryFolder,
        to output: String = "out",
        inputs: [String] = ["in"],
        _ change: (inout ConversionOptions) -> Void = { _ in }
    ) async throws -> (report: ConversionReport, files: [String: [UInt8]]) {
        var options = ConversionOptions(inputs: inputs.map { folder.file($0) }, output: folder.file(output))
        change(&options)
        let report = try await Converter(options: options).run()
        #expect(report.isBalanced)
        let files = try visible(folder, output)
        #expect(report.files.allSatisfy { files[$0.path]?.count == $0.bytes })
        return (report, files)
    }

    private func visible(_ folder: TemporaryFolder, _ output: String = "out") throws -> [String: [UInt8]] {
        try folder.files(under: output).filter { file in
            // The log has times in it.
            !["staging", "commits", "schemas", "claims"].contains { file.key.hasPrefix("_flowconv/\($0)") }
        }
    }

    private func failure(_ body: () async throws -> Void) async -> ConversionError? {
        do {
            try await body()
            Issue.record("no failure")
            return nil
        } catch {
            let failure = error as? ConversionError
            #expect(failure != nil, "\(error)")
            #expect(failure?.description.contains("\n") == false)
            return failure
        }
    }

    // MARK: The same bytes

    @Test func threadsAndRerunsChangeNoByte() async throws {
        let folder = try TemporaryFolder()
        for (number, format) in SyntheticFormat.allCases.enumerated() {
            let log = Self.log(format, lines: 1200, seed: UInt64(number))
            try folder.write(number % 2 == 0 ? gzip(log) : log, to: "in/\(number).log")
        }
        let first = try await run(folder, to: "out1") { $0.threads = 1 }
        #expect(first.report.lines.rows == 6000)
        #expect(first.report.lines.headers == 4)
        #expect(first.report.convertedObjects == 5)
        #expect(first.report.rowsByLogStatus.values.reduce(0, +) == 6000)
        for threads in [2, 4] {
            let other = try await run(folder, to: "out\(threads)") { $0.threads = threads }
            #expect(other.files == first.files, "\(threads)")
            #expect(other.report.files == first.report.files)
        }
        let again = try await run(folder, to: "out1") { $0.threads = 2 }
        #expect(again.files == first.files)
    }

    /// Several units, so that they run side by side.
    @Test func unitsSideBySide() async throws {
        let folder = try TemporaryFolder()
        for number in 0..<3 {
            // Comment-like long text makes objects large without many rows.
            let filler = String(repeating: "x", count: 900_000)
            var text = "start account-id\n"
            for row in 0..<12 { text += "\(1_700_000_000 + row * 3600) \(filler)\(number)-\(row % 2)\n" }
            try folder.write(text, to: "in/\(number).log")
        }
        let first = try await run(folder, to: "out1") {
            $0.threads = 1
            $0.leastUnitSizeInBytes = 16 << 20
        }
        let second = try await run(folder, to: "out4") {
            $0.threads = 4
            $0.leastUnitSizeInBytes = 16 << 20
        }
        #expect(first.files == second.files)
        #expect(Set(first.report.files.map { $0.path.split(separator: "/").last?.prefix(32) }).count == 3)
        #expect(first.report.lines.rows == 36)
    }

    @Test func gzipOrPlainIsToldByTheBytes() async throws {
        let log = Self.log(.default, lines: 3000, seed: 9)
        let cut = log.count / 3
        let forms: [[UInt8]] = [log, gzip(log), gzip(Array(log[..<cut])) + gzip(Array(log[cut...]))]
        var partitions: [Set<String>] = []
        for (number, bytes) in forms.enumerated() {
            let folder = try TemporaryFolder()
            try folder.write(bytes, to: number == 0 ? "in/x.gz" : "in/x.txt")
            let (report, _) = try await run(folder)
            #expect(report.lines.rows == 3000 && report.bytesInflated == log.count && report.bytesIn == bytes.count)
            partitions.append(Set(report.files.map(\.partition)))
        }
        #expect(Set(partitions).count == 1)
    }

    // MARK: Objects

    @Test func objectsWithoutRows() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "in/empty.log")
        try folder.write(gzip([]), to: "in/empty.log.gz")
        try folder.write("anything", to: "in/aws-logs-write-test")
        try folder.write(Self.header, to: "in/header.log")
        try folder.write("\n\n", to: "in/blank.log")
        let (report, files) = try await run(folder)
        #expect(files.isEmpty)
        #expect((report.emptyObjects, report.skippedObjects, report.convertedObjects) == (2, 1, 2))
        #expect((report.lines.total, report.lines.headers, report.lines.blank) == (3, 1, 2))
        #expect(report.totalObjects == 5)
    }

    @Test func nothingToRead() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("in"), withIntermediateDirectories: true)
        let (report, files) = try await run(folder)
        #expect(report.totalObjects == 0 && files.isEmpty)
    }

    @Test func theOutputIsNoInput() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.header + "2 1 1700000000 1700000001 ACCEPT OK\n", to: "in/a.log")
        let first = try await run(folder, to: "in/lake")
        let second = try await run(folder, to: "in/lake")
        #expect(first.files == second.files)
        #expect(second.report.totalObjects == 1)
    }

    @Test func anObjectNamedTwiceIsConvertedOnce() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.header + "2 1 1700000000 1700000001 ACCEPT OK\n", to: "in/a.log")
        let (report, _) = try await run(folder, inputs: ["in", "in/a.log", "in/../in/a.log"])
        #expect(report.lines.rows == 1)
    }

    @Test func severalFormatsInOneUnit() async throws {
        let folder = try TemporaryFolder()
        let names = FlowField.defaultNames.joined(separator: " ")
        let record = "2 1 eni-1 a b 1 2 6 1 1 1700000000 1700000001 ACCEPT OK"
        try folder.write("my-time \(names)\nx \(record)\ny \(record)\n", to: "in/a.log")
        try folder.write("2025-05-27T05:12:33.000Z \(record)\n", to: "in/b.log")
        try folder.write("\(names) my-field\n\(record) z\n", to: "in/c.log")
        let (report, files) = try await run(folder)
        #expect(report.lines.rows == 4)
        #expect(report.files.count == 3 && files.count == 3)
        #expect(report.unknownFields == ["my-time", "my-field"])
        let lake = try await LakeReader(store: LocalStore(root: FilePath(folder.file("out")))).files()
        #expect(lake.reduce(0) { $0 + $1.metaData.numRows } == 4)
    }

    // MARK: Failures

    @Test func rejectedLinesAreKept() async throws {
        let folder = try TemporaryFolder()
        var text = Self.header
        for row in 0..<500 { text += row == 250 ? "2 1 x 1 ACCEPT \"\u{1}\\\n" : "2 1 1700000000 1 ACCEPT OK\n" }
        let offset = Self.header.utf8.count + 250 * "2 1 1700000000 1 ACCEPT OK\n".utf8.count
        try folder.write(gzip(Array(text.utf8)), to: "in/a.log.gz")
        let (report, files) = try await run(folder)
        #expect((report.lines.rows, report.lines.rejected) == (499, 1))
        let key = try #require(report.rejectFiles.first)
        let line = try #require(files[key])
        struct Reject: Decodable {
            var source: String
            var line: Int
            var offset: Int
            var reason: String
            var raw: String
        }
        let reject = try JSONDecoder().decode(Reject.self, from: Data(line))
        #expect(line.last == 0x0A && line.count { $0 == 0x0A } == 1)
        #expect(reject.source.hasSuffix("in/a.log.gz"))
        #expect((reject.line, reject.offset) == (252, offset))
        #expect(reject.raw == "2 1 x 1 ACCEPT \"\u{1}\\")
        #expect(reject.reason.contains("start"))
    }

    @Test func tooManyRejectsPublishNothing() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Self.header + String(repeating: "2 1 1700000000 1 ACCEPT OK\n", count: 50) + "x\n",
            to: "in/a.log"
        )
        let failure = await failure { _ = try await run(folder) }
        #expect(failure?.code == .tooManyRejects)
        #expect(try visible(folder).keys.allSatisfy { $0.hasPrefix("_flowconv/rejects/") })
        #expect(try visible(folder).count == 1)
        #expect(try folder.files(under: "out/_flowconv/staging").values.allSatisfy { $0.count < 100 })
        let (report, _) = try await run(folder) { $0.rejectLimit = .count(1) }
        #expect(report.lines.rows == 50)
    }

    @Test func aDamagedObjectPublishesNothing() async throws {
        let good = Self.log(.default, lines: 3000, seed: 3)
        let packed = gzip(good)
        var flipped = packed
        flipped[packed.count - 6] ^= 1
        let damaged: [([UInt8], ConversionError.Code)] = [
            (Array(packed.dropLast(20)), .invalidData), (flipped, .invalidData),
            (Array("what is this\n".utf8), .invalidData),
            ([0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3], .invalidData), ([UInt8](repeating: 0xFF, count: 5000), .invalidData),
        ]
        for (bytes, code) in damaged {
            for threads in [1, 3] {
                let folder = try TemporaryFolder()
                try folder.write(good, to: "in/a.log")
                try folder.write(bytes, to: "in/b.log")
                let failure = await failure { _ = try await run(folder) { $0.threads = threads } }
                #expect(failure?.code == code)
                #expect(failure?.description.contains("in/b.log") == true)
                #expect(try visible(folder).isEmpty)
                #expect(try folder.files(under: "out/_flowconv/staging").values.allSatisfy { $0.count < 100 })
            }
        }
    }

    @Test func inputsAndOutputsThatAreNotThere() async throws {
        let folder = try TemporaryFolder()
        let missing = await failure { _ = try await run(folder) }
        #expect(missing?.code == .inputUnavailable)
        try folder.write(Self.header + "2 1 1700000000 1 ACCEPT OK\n", to: "in/a.log")
        try FileManager.default.createSymbolicLink(atPath: folder.file("in/b.log"), withDestinationPath: "nowhere")
        let dangling = await failure { _ = try await run(folder) }
        #expect(dangling?.code == .inputUnavailable)
        #expect(dangling?.description.contains("b.log") == true)
        try FileManager.default.removeItem(atPath: folder.file("in/b.log"))
        let blocked = await failure { _ = try await run(folder, to: "in/a.log/lake") }
        #expect(blocked?.code == .outputUnavailable)
        let scheme = try PartitionScheme("start=%Y")
        let clash = await failure { _ = try await run(folder) { $0.table.scheme = scheme } }
        #expect(clash?.code == .usage)
    }

    /// Little memory cuts row groups, and drops dictionaries, but no row.
    @Test func littleMemoryLosesNoRow() async throws {
        let folder = try TemporaryFolder()
        var text = "start account-id interface-id\n"
        for row in 0..<4000 {
            text += "\(1_700_000_000 + row) \(String(repeating: "y", count: 3000))\(row) \(row % 5)\n"
        }
        try folder.write(text, to: "in/a.log")
        let scheme = try PartitionScheme("i={interface-id}")
        let (report, _) = try await run(folder) {
            $0.memoryLimitInBytes = 1 << 20
            $0.table.scheme = scheme
        }
        #expect(report.lines.rows == 4000)
        let lake = try await LakeReader(store: LocalStore(root: FilePath(folder.file("out")))).files()
        #expect(lake.count == 5)
        #expect(lake.allSatisfy { $0.metaData.numRows == 800 })
    }
}
