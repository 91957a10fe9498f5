import Columnar
import TestSupport
import Testing

@testable import FlowLogs

@Suite struct RecordParserTests {
    /// Parses `input`, fed in random pieces, and compares everything with the reference.
    private func check(
        _ input: [UInt8],
        given: RecordFormat? = nil,
        _ random: inout SeededGenerator,
        _ note: String = ""
    ) {
        let reference = ReferenceParser(input, given: given?.columns.map(\.name))
        let parser = RecordParser(format: given)
        var rows: [ReferenceParser.Row] = []
        var rejects: [RejectedLine] = []
        do {
            // A second time with the dictionaries of the first, into columns that go on growing.
            let destinations = Destinations()
            for inPlace in [false, true] {
                (rows, rejects) = ([], [])
                parser.beginObject()
                var lines = LineBlocks()
                let block = TextBlock(capacity: 0)
                var position = 0
                while lines.fill(
                    block,
                    from: { room in
                        let count = min(room.count, input.count - position, 1 + random.below(90_000))
                        input.withUnsafeBytes {
                            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
                        }
                        position += count
                        return count
                    }
                ) {
                    parser.begin(block)
                    while let batch = try parser.nextBatch() {
                        rows += Self.rows(batch)
                        if inPlace { destinations.take(batch) }
                    }
                    #expect(destinations.areWhole, "\(note)")
                    rejects += parser.takeRejects()
                }
                #expect(parser.counts.isBalanced)
                if random.oneIn(2) { parser.removeDictionaries() }
            }
        } catch {
            #expect(reference.isUndecided, "\(note): \(error)")
            return
        }
        #expect(!reference.isUndecided, "\(note)")
        #expect(parser.counts == reference.counts, "\(note)")
        #expect(rows.count == reference.rows.count, "\(note)")
        for (row, expected) in zip(rows, reference.rows) where row != expected {
            Issue.record("\(note)\n\(row)\n\(expected)")
            return
        }
        let found = rejects.map {
            ReferenceParser.Reject(line: $0.line, offset: $0.offset, reason: $0.reason, raw: $0.raw)
        }
        #expect(found == reference.rejects, "\(note)")
    }

    /// Columns that the rows of batches are parsed into, those of each format behind each other.
    private final class Destinations {
        private final class Destination {
            let columns: [ColumnVector]
            var rows = 0

            init(_ columns: [ColumnVector]) { self.columns = columns }
        }

        private var all: [RecordFormat: Destination] = [:]

        /// Whether there is nothing in the columns but rows that were handed over.
        var areWhole: Bool {
            all.values.allSatisfy { destination in destination.columns.allSatisfy { $0.count == destination.rows } }
        }

        func take(_ batch: ColumnBatch) {
            let destination =
                all[batch.format]
                ?? Destination(batch.columns.map { ColumnVector(type: $0.type, dictionary: $0.dictionary) })
            all[batch.format] = destination
            #expect(batch.isAtDestination == (batch.destination != nil))
            destination.rows += batch.count
            if batch.isAtDestination { return batch.handOver() }
            for (column, source) in zip(destination.columns, batch.columns) { column.append(batch.rows, of: source) }
            batch.destination = { destination.columns }
        }
    }

    private static func rows(_ batch: ColumnBatch) -> [ReferenceParser.Row] {
        #expect(batch.columns.allSatisfy { $0.count == batch.rows.upperBound })
        return batch.rows.map { row in
            ReferenceParser.Row(
                fields: batch.format.columns.map(\.name),
                values: batch.columns.map { column in
                    column.type == .string ? column.text(at: row) : column.integer(at: row).map { Array("\($0)".utf8) }
                }
            )
        }
    }

    private static func log(_ format: SyntheticFormat, lines: Int, seed: Int) -> [[UInt8]] {
        var generator = FlowLogGenerator(
            format: format,
            lines: lines,
            seed: UInt64(seed),
            start: 1_700_000_000,
            duration: 86_400
        )
        var text: [UInt8] = []
        while generator.append(1000, to: &text) {}
        return text.split(separator: 0x0A).map { Array($0) }
    }

    private static func text(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [0x0A])) + [0x0A] }

    @Test(arguments: SyntheticFormat.allCases) func cleanLogs(_ format: SyntheticFormat) {
        var random = SeededGenerator(seed: 1)
        let lines = Self.log(format, lines: 150, seed: 4)
        check(Self.text(lines), &random)
        check(Self.text(lines).dropLast(), &random)
        let windows = lines.map { $0 + [0x0D] }
        check(Self.text(windows), &random)
        check(Self.text(windows.enumerated().map { $0 % 7 == 3 ? lines[$0] : $1 }), &random)
    }

    @Test(arguments: SyntheticFormat.allCases, 0..<5) func mutatedLogs(_ format: SyntheticFormat, _ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var lines = Self.log(format, lines: 120, seed: seed)
        let names = format.fieldNames.map { Array($0.utf8) }
        for _ in 0..<(1 << random.below(7)) {
            let place = random.below(lines.count)
            var tokens = lines[place].split(separator: 0x20).map { Array($0) }
            let token = random.below(max(tokens.count, 1))
            switch random.below(19) {
            case 0: lines[place].append(0x0D)
            case 1: lines[place] = Array(tokens.joined(separator: [0x20, 0x20]))
            case 2: lines.insert([], at: place)
            case 3: lines.insert(random.pick([[0x20], [0x0D], [0x20, 0x0D], [0x0D, 0x0D], [0x09]]), at: place)
            case 4 where !tokens.isEmpty:
                tokens.remove(at: token)
                lines[place] = Array(tokens.joined(separator: [0x20]))
            case 5:
                tokens.insert(Array("extra".utf8), at: token)
                lines[place] = Array(tokens.joined(separator: [0x20]))
            case 6 where !tokens.isEmpty:
                tokens[token] = Array(
                    random.pick(["x", "1.5", "+1", "--", "2147483648", "-2147483649", "9223372036854775808", "007"])
                        .utf8
                )
                lines[place] = Array(tokens.joined(separator: [0x20]))
            case 7: lines.insert(Array(names.joined(separator: [0x20])), at: place)
            case 8: lines.insert(Array(names.shuffled(using: &random).joined(separator: [0x20])), at: place)
            case 9:
                lines.insert(Array(names.prefix(1 + random.below(names.count)).joined(separator: [0x20])), at: place)
            case 10:
                let more = names + [Array("my-field".utf8), Array("Other_field".utf8)]
                lines.insert(Array(more.shuffled(using: &random).joined(separator: [0x20])), at: place)
            case 11: lines[place] = Array(tokens.map { _ in [0x2D] }.joined(separator: [0x20]))
            case 12 where !lines[place].isEmpty: lines[place][random.below(lines[place].count)] = 0
            case 13 where !lines[place].isEmpty: lines[place][random.below(lines[place].count)] = 0x09
            case 14 where !lines[place].isEmpty:
                lines[place][random.below(lines[place].count)] = UInt8(random.below(256))
            case 15: lines[place] = [0x20] + lines[place]
            case 16: lines[place].append(0x20)
            case 17 where !tokens.isEmpty:
                tokens[token] = random.pick([[0xC3, 0xA9], [0xC3], [0x0D], [0x2D, 0x2D], [0xED, 0xA0, 0x80]])
                lines[place] = Array(tokens.joined(separator: [0x20]))
            default: lines.swapAt(place, random.below(lines.count))
            }
        }
        var text = Self.text(lines)
        if random.oneIn(3) { text.removeLast() }
        check(text, &random, "\(format) \(seed)")
        check(text, given: try? RecordFormat(fieldNames: format.fieldNames), &random, "\(format) \(seed) given")
    }

    /// The last column is text, so nothing but the line end tells that the carriage return is none of it.
    @Test func carriageReturnsAreNoText() {
        var random = SeededGenerator(seed: 2)
        for text in [
            "srcaddr action\r\na b\r\nc d\r\n", "srcaddr action\na b\nc d\r\n", "action\r\nb\r\n-\r\n\r\n",
            "action\nb\r",
        ] {
            check(Array(text.utf8), &random, text)
        }
    }

    @Test func formatsOfTextOnly() {
        var random = SeededGenerator(seed: 3)
        let words = ["a", "-", "--", "é", "eni-1", "version", "srcaddr", "\0", "OK\t", "x\r", "region"]
        for seed in 0..<40 {
            let width = 1 + seed % 4
            var text = ["srcaddr", "dstaddr", "action", "region"].prefix(width).joined(separator: " ") + "\n"
            for _ in 0..<30 {
                let count = random.oneIn(6) ? random.below(5) : width
                let line = (0..<count).map { _ in random.pick(words) }
                text += line.joined(separator: random.oneIn(9) ? "  " : " ")
                text += random.oneIn(5) ? "\r\n" : "\n"
            }
            check(Array(text.utf8), &random, text)
        }
    }

    @Test func headersWithAsManyFields() {
        var random = SeededGenerator(seed: 4)
        let text = """
            srcaddr dstaddr srcport
            a b 1
            dstaddr srcaddr dstport
            c d 2
            srcport srcaddr dstaddr
            3 e f
            g h 4
            version
            5
            end
            6
            -
            """
        check(Array(text.utf8), &random)
        check(Array(text.replacing("\n", with: "\r\n").utf8), &random)
    }

    /// The header line at the end of a block, across its end and at the beginning of the next.
    @Test func headersAtBlockBorders() {
        var random = SeededGenerator(seed: 5)
        let header = "dstaddr srcaddr srcport"
        for shift in stride(from: -2 * header.utf8.count, through: header.utf8.count, by: 20) {
            var text = "srcaddr dstaddr srcport\n"
            while text.utf8.count + 64 < LineBlocks.blockSize + shift {
                text += "10.0.0.\(text.utf8.count % 97) b \(text.utf8.count)\n"
            }
            let rest = LineBlocks.blockSize + shift - text.utf8.count - header.utf8.count - 6
            if rest > 0 { text += String(repeating: "x", count: rest) + " y 1\n" }
            text += header + "\n" + "first second 9\n" + "third fourth 10\n"
            check(Array(text.utf8), &random, "\(shift)")
        }
    }

    @Test func linesBeforeTheHeader() {
        var random = SeededGenerator(seed: 6)
        check(Array("\n\ngarbage\n\nversion end\n1 2\n".utf8), &random)
        check(Array("one two\nversion end\n1 2\n".utf8), &random)
        check(Array("one two\nsrcaddr action\na b\n".utf8), &random)
        // The first name is not documented: only its place makes it a header line.
        check(Array("garbage\nmy-field srcaddr\na b\n".utf8), &random)
        check(Array("1 2\nmy-field srcaddr\na b\n".utf8), &random)
    }

    @Test func manyBlankLines() {
        var random = SeededGenerator(seed: 7)
        for count in [1, 99, 100, 101, 300, 140_000] {
            let blank = [UInt8](repeating: 0x0A, count: count)
            check(blank, &random, "\(count)")
            check(blank + Array("version end\n1 2\n".utf8) + blank + Array("3 4".utf8), &random, "\(count)")
        }
    }

    @Test func emptyObjects() {
        var random = SeededGenerator(seed: 8)
        for text in ["", "\n", "version end", "version end\n", "version end\nversion end\n", "version\r"] {
            check(Array(text.utf8), &random, text)
        }
    }

    @Test func oversizedLines() {
        var random = SeededGenerator(seed: 9)
        let long = [UInt8](repeating: 0x78, count: LineBlocks.lineLimit + 1)
        let head = Array("srcaddr end\na 1\n".utf8)
        check(head + long + Array("\nb 2\n".utf8) + long, &random)
        check(long + [0x0A] + head, &random)
        check(head + long.dropLast(3) + Array(" 1\nb 2\nc x\n".utf8), &random)
        check(head + long.dropLast(2) + Array(" 1\nb 2\nc x\n".utf8), &random)
    }

    /// A record of a format of text may name a field twice; that is no reason to give the object up.
    @Test func aRecordOfFieldNamesIsNoDuplicateHeader() throws {
        let parser = RecordParser()
        var lines = LineBlocks()
        let block = TextBlock(capacity: 0)
        var input = Array("srcaddr action\na b\nregion region\n".utf8)[...]
        #expect(
            lines.fill(block) { room in
                let count = min(room.count, input.count)
                room.copyBytes(from: input.prefix(count))
                input = input.dropFirst(count)
                return count
            }
        )
        parser.begin(block)
        while try parser.nextBatch() != nil {}
        #expect(parser.counts.isBalanced)
        #expect(parser.counts.total == 3)
        #expect(parser.counts.rows == 2)
    }
}
