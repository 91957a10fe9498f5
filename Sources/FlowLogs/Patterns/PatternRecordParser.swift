import Columnar
import Grok

/// Turns blocks of lines that match a grok pattern into column batches.
///
/// Where the pattern is fields with a space between them, lines of as many tokens go to the column kernels as they are,
/// and ``TokenChecks`` sees to it that every token matches. Every other line goes through the general matcher.
public final class PatternRecordParser: BlockParser {
    /// What became of the lines since ``beginObject(formats:)``.
    public private(set) var counts = LineCounts()
    private var rejects: [RejectedLine] = []

    private let format: RecordFormat
    private let pattern: GrokPattern
    private var matcher: GrokMatcher
    private var checks: TokenChecks?
    private let batch: ColumnBatch
    /// The rows of `batch` that are left when lines among them were rejected.
    private let kept: ColumnBatch
    private let index = DelimiterIndex()
    private var ranges: [Range<Int>?] = []

    // The block under way.
    private var block = TextBlock(capacity: 0)
    private var cursor = 0  // the next position in `index`
    private var linesLeft = 0
    private var goesLineByLine = false

    /// A parser of lines of that format.
    public init(_ patternFormat: PatternFormat) {
        format = patternFormat.format
        pattern = patternFormat.pattern
        matcher = GrokMatcher(pattern)
        checks = pattern.tokens.map { TokenChecks($0) }
        batch = ColumnBatch(format: format, staysAtHome: true)
        kept = ColumnBatch(sharingDictionariesOf: batch)
    }

    /// The format of the pattern.
    public var formats: [RecordFormat] { [format] }

    /// Bytes that the dictionaries hold on to.
    public var dictionaryFootprint: Int { batch.dictionaryFootprint }

    /// Drops all dictionaries; the ids of earlier batches mean nothing any more.
    public func removeDictionaries() {
        batch.removeDictionaries()
        checks?.removeDictionaries()
    }

    /// The rejected lines of the object since the last call, in the order in which they stand in it.
    public func takeRejects() -> [RejectedLine] {
        defer { rejects.removeAll() }
        return rejects.sorted { $0.offset < $1.offset }
    }

    /// Forgets the line count of the object before; the pattern names the fields, whatever other formats there may be.
    public func beginObject(formats: [RecordFormat] = []) { counts = LineCounts() }

    /// Takes on the next block of the object.
    public func begin(_ block: TextBlock) {
        block.addLinesThatAreNotInIt(to: &counts, &rejects)
        self.block = block
        index.index(block.base, count: block.count)
        cursor = 0
        linesLeft = index.newlines
        goesLineByLine = checks == nil
    }

    /// The next rows of the block, or `nil` where the block is done.
    public func nextBatch() throws(FormatError) -> ColumnBatch? {
        while linesLeft > 0 {
            let regular = goesLineByLine ? 0 : regularLines()
            let rows =
                goesLineByLine ? parseLines(linesLeft) : regular == 0 ? parseLines(1) : parseRegularLines(regular)
            if let rows { return rows }
        }
        return nil
    }

    // MARK: Whole columns

    private var width: Int { format.columns.count }

    private var ends: UnsafePointer<UInt32> { index.positions + cursor }

    /// The lines from the cursor on that have as many tokens as the pattern has fields.
    private func regularLines() -> Int {
        let base = UnsafePointer(block.base)
        let width = width
        let limit = min(linesLeft, (index.count - cursor) / width)
        var ends = ends
        for line in 0..<limit {
            let end = base + Int(ends[width - 1])
            guard end[0] == UInt8(ascii: "\n"), end[-1] != UInt8(ascii: "\r") else { return line }
            for token in 0..<(width - 1) where base[Int(ends[token])] == UInt8(ascii: "\n") { return line }
            ends += width
        }
        return limit
    }

    /// That many regular lines as one batch, without those that are rejected.
    ///
    /// Where a line matches though its tokens do not, such as one whose number does not fit, the batch ends before it,
    /// and the rest of the block goes line by line.
    private func parseRegularLines(_ lines: Int) -> ColumnBatch? {
        let flaws = BatchKernels.fill(batch, bytes: block.base, ends: ends, rows: lines)
        var flawed = Set(flaws.map(\.row))
        checks?.check(
            batch,
            UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count),
            ends: ends,
            rows: &flawed
        )
        if flawed.isEmpty {
            batch.firstLine = counts.total + 1
            batch.lines.removeAll(keepingCapacity: true)
            take(lines)
            return batch
        }
        // Where the kernels are of no use every line is matched.
        goesLineByLine = flawed.count > lines / 4
        if goesLineByLine { return nil }
        kept.removeRows()
        kept.lines.removeAll(keepingCapacity: true)
        var next = 0
        for row in flawed.sorted() {
            keep(next..<row)
            next = row + 1
            let range = nextLine()
            let outcome = matcher.match(line(range).span)
            if outcome == .matched {
                goesLineByLine = true
                return kept.count > 0 ? kept : nil
            }
            skipLine()
            account(outcome, for: range)
        }
        keep(next..<lines)
        return kept.count > 0 ? kept : nil
    }

    /// Takes the next lines, which are these rows of the batch.
    private func keep(_ rows: Range<Int>) {
        kept.append(rows, of: batch)
        kept.lines.append(contentsOf: (counts.total + 1)..<(counts.total + 1 + rows.count))
        take(rows.count)
    }

    private func take(_ lines: Int) {
        counts.rows += lines
        counts.total += lines
        cursor += lines * width
        linesLeft -= lines
    }

    // MARK: Line by line

    /// The next lines as one batch; `nil` where none of them is a row.
    private func parseLines(_ limit: Int) -> ColumnBatch? {
        var lines = NormalizedLines(width: width)
        for _ in 0..<min(limit, linesLeft) {
            let range = nextLine()
            let line = line(range)
            let outcome = matcher.match(line.span)
            skipLine()
            guard outcome == .matched else {
                account(outcome, for: range)
                continue
            }
            ranges.removeAll(keepingCapacity: true)
            for field in 0..<width { ranges.append(value(field, line)) }
            lines.append(ranges, of: line, origin: NormalizedLines.Origin(line: counts.total, range: range))
        }
        return fill(&lines)
    }

    /// Where the line at the cursor is in the block, without its newline.
    private func nextLine() -> Range<Int> {
        Int(index.positions[cursor - 1] &+ 1)..<Int(index.positions[endOfLine()])
    }

    private func endOfLine() -> Int {
        var place = cursor
        while block.base[Int(index.positions[place])] != UInt8(ascii: "\n") { place += 1 }
        return place
    }

    private func skipLine() {
        cursor = endOfLine() + 1
        linesLeft -= 1
        counts.total += 1
    }

    /// A line of the block without its line end.
    private func line(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        let whole = UnsafeBufferPointer(start: UnsafePointer(block.base) + range.lowerBound, count: range.count)
        return whole.last == UInt8(ascii: "\r") ? UnsafeBufferPointer(rebasing: whole.dropLast()) : whole
    }

    /// Counts the line that was just skipped, which does not match.
    private func account(_ outcome: GrokMatcher.Outcome, for range: Range<Int>) {
        let origin = NormalizedLines.Origin(line: counts.total, range: range)
        let line = line(range)
        switch outcome {
        case .matched: break
        case .unmatched(let mismatch):
            let tokens = Tokenizer.tokens(line)
            if tokens.isEmpty {
                counts.blank += 1
            } else if HeaderLine.fieldNames(tokens, midStream: true) != nil {
                counts.headers += 1
            } else {
                reject(origin, .noMatch(offset: mismatch.offset, expected: mismatch.expected))
            }
        case .exhausted: reject(origin, .tooComplex)
        }
    }

    /// The text of a field; the kernels of integers know no plus sign.
    private func value(_ field: Int, _ line: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard let range = matcher.range(of: field) else { return nil }
        let type = format.columns[field].type
        guard type == .int32 || type == .int64, range.count > 1, line[range.lowerBound] == UInt8(ascii: "+") else {
            return range
        }
        let second = line[range.lowerBound + 1]
        return second >= UInt8(ascii: "0") && second <= UInt8(ascii: "9") ? range.dropFirst() : range
    }

    private func fill(_ lines: inout NormalizedLines) -> ColumnBatch? {
        guard !lines.isEmpty else { return nil }
        let flaws = lines.fill(batch)
        if !flaws.isEmpty {
            var first: [Int: Int] = [:]
            for flaw in flaws { first[flaw.row] = min(flaw.column, first[flaw.row] ?? .max) }
            for (row, place) in first.sorted(by: { $0.key < $1.key }) {
                let reason = lines.token(row: row, column: place).withUnsafeBufferPointer {
                    BatchKernels.reason($0, format.columns[place])
                }
                reject(lines.origins[row], reason)
            }
            lines = lines.removing(Set(first.keys))
            guard !lines.isEmpty else { return nil }
            _ = lines.fill(batch)
        }
        batch.lines.removeAll(keepingCapacity: true)
        for origin in lines.origins { batch.lines.append(origin.line) }
        counts.rows += batch.count
        return batch
    }

    private func reject(_ origin: NormalizedLines.Origin, _ reason: RejectReason) {
        var raw = block.bytes(origin.range)
        if raw.last == UInt8(ascii: "\r") { raw.removeLast() }
        counts.rejected += 1
        let place = block.place(ofLine: origin.line, at: block.offset + origin.range.lowerBound)
        rejects.append(RejectedLine(line: place.line, offset: place.offset, reason: reason, raw: raw))
    }
}
