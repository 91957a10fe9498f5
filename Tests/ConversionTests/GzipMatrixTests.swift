import Foundation
import Parquet
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Conversion
@testable import FlowLogs
@testable import Lake

/// Gzip as it is found, a row a case: what becomes of the object on its own, among good ones, and when it is salvaged.
@Suite struct GzipMatrixTests {
    /// What is expected of an object.
    enum Outcome: Sendable {
        /// All lines are rows.
        case whole
        /// There is nothing in it.
        case empty
        /// The object fails, with these words in its message; salvaging gives that many rows, or fails as well.
        case fails(String, salvagedRows: Range<Int>?)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let outcome: Outcome
        var testDescription: String { name }
    }

    private static let header = FlowField.defaultNames.joined(separator: " ") + "\n"
    private static let rowCount = 2000
    private static let rows = (0..<rowCount).map {
        "2 123456789012 eni-\($0 % 7) 10.0.\($0 % 251).\($0 * 7 % 256) 10.9.8.7 \($0) 443 6 \($0) \($0 * 3) "
            + "\(1_700_000_000 + $0) \(1_700_000_060 + $0) ACCEPT OK\n"
    }
    private static let text = Array((header + rows.joined()).utf8)
    private static let packed = gzip(text)

    private static func flipped(_ place: Int) -> [UInt8] {
        var bytes = packed
        bytes[place < 0 ? bytes.count + place : place] ^= 0x55
        return bytes
    }

    private static var members: [UInt8] {
        stride(from: 0, to: text.count, by: 7001).flatMap { gzip(Array(text[$0..<min($0 + 7001, text.count)])) }
    }

    private static var headerInSecondMember: [UInt8] {
        gzip([]) + gzip(Array(header.utf8)) + gzip(Array(text.dropFirst(header.utf8.count)))
    }

    static let cases: [Case] = [
        Case(name: "ok", bytes: packed, outcome: .whole),
        Case(name: "members", bytes: members, outcome: .whole),
        Case(name: "header in the second member", bytes: headerInSecondMember, outcome: .whole),
        Case(name: "zero padding", bytes: packed + [UInt8](repeating: 0, count: 10_240), outcome: .whole),
        Case(name: "members and zero padding", bytes: members + [0], outcome: .whole),
        Case(name: "plain text", bytes: text, outcome: .whole),
        Case(name: "empty", bytes: [], outcome: .empty),
        Case(name: "an empty member", bytes: gzip([]), outcome: .empty),
        Case(
            name: "truncated at 50 %",
            bytes: Array(packed.prefix(packed.count / 2)),
            outcome: .fails("ends in the middle of a member", salvagedRows: 500..<1500)
        ),
        Case(
            name: "footer missing",
            bytes: packed.dropLast(8),
            outcome: .fails("ends in the middle of a member", salvagedRows: rowCount..<rowCount + 1)
        ),
        Case(
            name: "half a footer",
            bytes: packed.dropLast(3),
            outcome: .fails("ends in the middle of a member", salvagedRows: rowCount..<rowCount + 1)
        ),
        Case(
            name: "a header cut short",
            bytes: Array(packed.prefix(5)),
            outcome: .fails("ends in the middle of a member", salvagedRows: 0..<1)
        ),
        Case(
            name: "last member truncated",
            bytes: members.dropLast(100),
            outcome: .fails("ends in the middle of a member", salvagedRows: 1500..<rowCount)
        ),
        Case(
            name: "garbage tail",
            bytes: packed + Array("garbage".utf8),
            outcome: .fails("follows a gzip member", salvagedRows: rowCount..<rowCount + 1)
        ),
        Case(name: "CRC wrong", bytes: flipped(-6), outcome: .fails("CRC-32", salvagedRows: nil)),
        Case(name: "length wrong", bytes: flipped(-2), outcome: .fails("length", salvagedRows: nil)),
        Case(name: "flipped bits", bytes: flipped(packed.count / 2), outcome: .fails("offset", salvagedRows: nil)),
    ].map { Case(name: $0.name, bytes: Array($0.bytes), outcome: $0.outcome) }

    /// A folder with the object, with a good one on either side, and what a run over it does.
    private func run(
        _ bytes: [UInt8],
        among others: Bool,
        _ change: (inout ConversionOptions) -> Void
    ) async throws -> (report: ConversionReport?, failure: ConversionError?, files: [String: [UInt8]]) {
        let folder = try TemporaryFolder()
        // No suffix: names say nothing.
        try folder.write(bytes, to: "in/m")
        if others {
            try folder.write(Self.good("a"), to: "in/a.log.gz")
            try folder.write(Self.good("z"), to: "in/z.log.gz")
        }
        var options = ConversionOptions(inputs: [folder.file("in")], output: folder.file("out"))
        change(&options)
        func visible() throws -> [String: [UInt8]] {
            let files = try folder.files(under: "out")
            #expect(files.filter { $0.key.hasPrefix("_flowconv/staging") }.values.allSatisfy { $0.count < 100 })
            return files.filter { $0.key.hasSuffix(".parquet") }
        }
        do {
            let report = try await Converter(options: options).run()
            #expect(report.isBalanced)
            return (report, nil, try visible())
        } catch let error as ConversionError {
            return (nil, error, try visible())
        }
    }

    private static func good(_ name: String) -> [UInt8] {
        gzip(Array((header + "2 1 eni-\(name) - - - - - - - 1700000000 1700000060 - NODATA\n").utf8))
    }

    @Test(arguments: cases) func byDefault(_ one: Case) async throws {
        let (report, failure, files) = try await run(one.bytes, among: false) { _ in }
        switch one.outcome {
        case .whole:
            #expect(report?.lines.rows == Self.rowCount && report?.lines.headers == 1)
            #expect(report?.isComplete == true && files.count == 1)
        case .empty:
            #expect(report?.emptyObjects == 1 && report?.lines.total == 0 && files.isEmpty)
        case .fails(let words, _):
            #expect(failure?.code == .invalidData && files.isEmpty)
            #expect(failure?.description.contains(words) == true && failure?.description.contains("in/m") == true)
            #expect(failure?.description.contains("offset") == true)
        }
    }

    /// The others' rows are there, in the very files that a run without the bad object makes.
    @Test(arguments: cases) func skipped(_ one: Case) async throws {
        let (report, failure, files) = try await run(one.bytes, among: true) { $0.objectErrorPolicy = .skip }
        #expect(failure == nil)
        switch one.outcome {
        case .whole: #expect(report?.lines.rows == Self.rowCount + 2 && report?.isComplete == true)
        case .empty: #expect(report?.lines.rows == 2 && report?.emptyObjects == 1 && report?.isComplete == true)
        case .fails(let words, _):
            #expect(report?.lines.rows == 2 && report?.convertedObjects == 2 && report?.failedObjects == 1)
            #expect(report?.failures.first?.name.hasSuffix("in/m") == true)
            #expect(report?.failures.first?.error.description.contains(words) == true)
            #expect(report?.isComplete == false && report?.totalObjects == 3)
            let (_, _, threaded) = try await run(one.bytes, among: true) {
                $0.objectErrorPolicy = .skip
                $0.threads = 3
            }
            #expect(Array(threaded.values) == Array(files.values) && files.count == 1)
        }
    }

    @Test(arguments: cases) func salvaged(_ one: Case) async throws {
        let (report, failure, files) = try await run(one.bytes, among: false) { $0.reading.salvages = true }
        switch one.outcome {
        case .whole: #expect(report?.lines.rows == Self.rowCount && report?.isComplete == true)
        case .empty: #expect(report?.lines.total == 0 && report?.isComplete == true)
        case .fails(let words, let expected?):
            #expect(report.map { expected.contains($0.lines.rows) } == true)
            #expect(report?.lines.rejected == 0 && report?.failedObjects == 0)
            let loss = try #require(report?.losses.first)
            #expect(loss.reason.contains(words) && loss.name.hasSuffix("in/m"))
            let rows = report?.lines.rows ?? 0
            let kept = Self.header.utf8.count + Self.rows.prefix(rows).reduce(0) { $0 + $1.utf8.count }
            if rows > 0 { #expect(loss.inflatedOffset - loss.unfinishedBytes == kept) }
            #expect(files.count == (rows > 0 ? 1 : 0))
        case .fails(_, nil):
            #expect(failure?.code == .invalidData && files.isEmpty)
        }
    }

    /// The good objects' files are the same bytes as without the bad one.
    @Test func skippingLeavesNoTrace() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.good("a"), to: "in/a")
        try folder.write(Self.packed, to: "in/c")
        var options = ConversionOptions(inputs: [folder.file("in")], output: folder.file("out1"))
        _ = try await Converter(options: options).run()
        try folder.write(Self.packed.dropLast(1), to: "in/b")
        try folder.write("\u{1}\u{2} no log\n", to: "in/d")
        options.output = folder.file("out2")
        options.objectErrorPolicy = .skip
        let report = try await Converter(options: options).run()
        #expect(report.failures.map { $0.name.suffix(4) } == ["in/b", "in/d"])
        let first = try folder.files(under: "out1").filter { $0.key.hasSuffix(".parquet") }
        #expect(try folder.files(under: "out2").filter { $0.key.hasSuffix(".parquet") } == first)
    }

    /// A small object of endless text stops at the limit, before much is written.
    @Test func bombs() async throws {
        let bomb = gzip([UInt8](repeating: 0x0A, count: 5 << 20))
        #expect(bomb.count < 10_000)
        let (_, failure, files) = try await run(bomb, among: false) { $0.reading.maxInflatedSize = 1 << 20 }
        #expect(failure?.code == .invalidData && failure?.description.contains("--max-inflated-size") == true)
        #expect(files.isEmpty)
        let (report, _, _) = try await run(bomb, among: true) {
            $0.reading.maxInflatedSize = 1 << 20
            $0.objectErrorPolicy = .skip
        }
        #expect(report?.lines.rows == 2 && report?.failedObjects == 1)
        let (whole, _, _) = try await run(bomb, among: false) { $0.reading.maxInflatedSize = 5 << 20 }
        #expect(whole?.lines.blank == 5 << 20)
    }
}
