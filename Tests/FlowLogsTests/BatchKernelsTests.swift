import Columnar
import TestSupport
import Testing

@testable import FlowLogs

/// Lines of columns of all types, told token by token.
@Suite struct BatchKernelsTests {
    private static let format = RecordFormat(
        columns: [
            RecordColumn(fieldName: "srcaddr"), RecordColumn(name: "n", columnName: "n", type: .int32),
            RecordColumn(fieldName: "pkt-srcaddr"), RecordColumn(name: "flag", columnName: "flag", type: .boolean),
            RecordColumn(name: "wide", columnName: "wide", type: .int64), RecordColumn(fieldName: "dstaddr"),
            .eventTime, RecordColumn(name: "share", columnName: "share", type: .double),
            RecordColumn(fieldName: "pkt-dstaddr"), RecordColumn(name: "text", columnName: "text", type: .string),
        ]
    )

    /// What a token is.
    private enum Cell: Equatable {
        case null
        case flaw
        case integer(Int64)
        case number(Double)
        case flag(Bool)
        case text([UInt8])
    }

    private func cell(_ token: [UInt8], _ type: ColumnType) -> Cell {
        if type == .timestampMillis { return TimestampReference.millis(token).map { .integer($0) } ?? .flaw }
        if token == [0x2D] { return .null }
        guard !token.isEmpty, let text = String(validating: token, as: UTF8.self) else { return .flaw }
        switch type {
        case .string: return .text(token)
        case .boolean: return ["true": .flag(true), "false": .flag(false)][text.lowercased()] ?? .flaw
        case .double: return Double(text).map { .number($0) } ?? .flaw
        case .int32: return text.hasPrefix("+") ? .flaw : Int32(text).map { .integer(Int64($0)) } ?? .flaw
        default: return text.hasPrefix("+") ? .flaw : Int64(text).map { .integer($0) } ?? .flaw
        }
    }

    private func cell(_ vector: ColumnVector, _ row: Int) -> Cell {
        guard vector.isValid(row) else { return .null }
        switch vector.type {
        case .string: return .text(vector.text(at: row) ?? [])
        case .boolean: return vector.boolean(at: row).map { .flag($0) } ?? .null
        case .double: return vector.double(at: row).map { .number($0) } ?? .null
        default: return vector.integer(at: row).map { .integer($0) } ?? .null
        }
    }

    private func token(_ column: RecordColumn, _ random: inout SeededGenerator) -> [UInt8] {
        if column.type != .timestampMillis, random.oneIn(5) { return [0x2D] }
        switch column.type {
        case .int32: return Array("\(random.below(1 << (random.below(31) + 1)))".utf8)
        case .int64: return Array("\(random.next() >> UInt64(1 + random.below(63)))".utf8)
        case .timestampMillis: return Array("2025-05-27T05:1\(random.below(10)):33.\(random.below(900) + 100)Z".utf8)
        case .boolean: return Array(random.pick(["true", "false", "True", "FALSE"]).utf8)
        case .double: return Array("\(Double(random.below(2000)) / 8 - 100)".utf8)
        case .string where column.isAddress: return Array("10.0.\(random.below(30)).\(random.below(3))".utf8)
        case .string: return random.bytes(1 + random.below(50), from: Array("ab".utf8))
        }
    }

    private static let garbage: [[UInt8]] = [[], [0xFF], Array("--".utf8), Array("99999999999999999999".utf8)]

    /// Lines where one packet in `differing` has addresses of its own, and one line in `flawed` a token that is none.
    private func lines(
        _ rows: Int,
        differing: Int,
        flawed: Int,
        _ random: inout SeededGenerator
    ) -> [[[UInt8]]] {
        (0..<rows).map { row in
            var line = Self.format.columns.map { token($0, &random) }
            for (place, counterpart) in Self.format.counterparts.enumerated() {
                if let counterpart, !random.oneIn(differing) { line[place] = line[counterpart] }
            }
            // First and last rows stand at borders of what is loaded together.
            if random.oneIn(flawed) || (flawed < 1000 && (row == 0 || row == rows - 1)) {
                line[random.below(line.count)] = random.pick(Self.garbage)
            }
            return line
        }
    }

    /// Fills a batch and compares it with what each token is.
    private func check(_ batch: ColumnBatch, _ lines: [[[UInt8]]], filler: UInt8) {
        let tokens = Tokens(lines.flatMap { $0 }, filler: filler)
        let flaws = tokens.withColumn(stride: batch.columns.count) { column in
            BatchKernels.fill(batch, bytes: column.bytes, ends: column.ends, rows: lines.count)
        }
        #expect(batch.count == lines.count)
        #expect(batch.columns.allSatisfy { $0.count == batch.rows.upperBound })
        // A row is rejected for the first of its flaws.
        var first: [Int: Int] = [:]
        for flaw in flaws { first[flaw.row] = min(flaw.column, first[flaw.row] ?? .max) }
        var wrong: [String] = []
        for (row, line) in lines.enumerated() {
            let expected = zip(line, batch.columns).map { cell($0, $1.type) }
            if first[row] != expected.firstIndex(of: .flaw) { wrong.append("flaw in \(row)") }
            for (place, vector) in batch.columns.enumerated() where expected[place] != .flaw {
                let found = cell(vector, batch.rows.lowerBound + row)
                if found != expected[place] { wrong.append("\(row), \(place): \(found), not \(expected[place])") }
            }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [1, 7, 8, 127, 128, 129, 255, 257, 1000], [1, 3, 1000]) func everyTokenIsItsValue(
        _ rows: Int,
        _ differing: Int
    ) {
        var random = SeededGenerator(seed: UInt64(rows * differing))
        let batch = ColumnBatch(format: Self.format)
        #expect(batch.counterparts == [nil, nil, 0, nil, nil, nil, nil, nil, 5, nil])
        for (round, flawed) in [1 << 20, 40, 2, 1 << 20].enumerated() {
            // The next lines may be fewer.
            let lines = lines(max(rows - round, 1), differing: differing, flawed: flawed, &random)
            check(batch, lines, filler: UInt8(round * 85))
        }
    }

    /// Rows that are appended to those of somebody else leave these as they are.
    @Test func rowsBehindOthers() {
        var random = SeededGenerator(seed: 9)
        let batch = ColumnBatch(format: Self.format)
        let others = batch.columns.map { ColumnVector(type: $0.type, dictionary: $0.dictionary) }
        batch.destination = { others }
        var all: [[[UInt8]]] = []
        for rows in [3, 128, 1, 250] {
            let lines = lines(rows, differing: 9, flawed: 1 << 20, &random)
            check(batch, lines, filler: 0x20)
            #expect(batch.rows == all.count..<all.count + rows)
            all += lines
            batch.handOver()
        }
        for (place, vector) in others.enumerated() {
            let expected = all.map { cell($0[place], vector.type) }
            #expect((0..<vector.count).map { cell(vector, $0) } == expected)
        }
    }
}
