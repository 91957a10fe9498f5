import Columnar
import Grok

/// Turns blocks of lines that match a grok pattern into column batches.
///
/// Where the pattern is fields with a space between them, lines of as many tokens go to the column kernels as they are,
/// and ``TokenChecks`` sees to it that every token matches. Every other line goes through the general matcher.
public final class PatternRecordParser: BlockParser {
    /// What became of the lines since ``beginObject()``.
    public private(set) var counts = LineCounts()
    private var rejects: [RejectedLine] = []

    private let format: RecordFormat
    private let pattern: GrokPattern
    private var matcher: GrokMatcher
    private var checks: TokenChecks?
    private let batch: ColumnBatch
    private let index = DelimiterIndex()
    private var ranges: [Range<Int>?] = []

    // The block under way.
    private var block = TextBlock(capacity: 0)
    private var cursor = 0  // the next position in `index`
    private var linesLeft = 0
    /// Lines from the cursor on that the kernels may have, except the flawed ones among them.
    private var checkedLines = 0
    /// Of these, the ones that were handed over or rejected.
    private var linesBehind = 0
    /// The flawed ones, counted from the first checked line, the next one last.
    private var flawedLines: [Int] = []
    private var goesLineByLine = false

    /// A parser of lines of that format.
    public init(_ patternFormat: PatternFormat) {
        format = patternFormat.format
        pattern = patternFormat.pattern
        matcher = GrokMatcher(pattern)
        checks = pattern.tokens.map { TokenChecks($0) }
        batch = ColumnBatch(format: format)
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

    /// The rejected lines of the object since the last call, in the order of its lines.
    public func takeRejects() -> [RejectedLine] {
        defer { rejects.removeAll() }
        return rejects.sorted { $0.line < $1.line }
    }

    /// Forgets the line count of the object before.
    public func beginObject() { counts = LineCounts() }

    /// Takes on the next block of the object.
    public func begin(_ block: TextBlock) {
        if let oversized = block.oversizedLine {
            counts.total += 1
            counts.rejected += 1
            rejects.append(
                RejectedLine(
                    line: counts.total,
                    offset: oversized.offset,
                    reason: .tooLong(length: oversized.length),
                    raw: oversized.excerpt
                )
            )
        }
        self.block = block
        index.index(block.base, count: block.count)
        cursor = 0
        linesLeft = index.newlines
        endChecked()
        flawedLines.removeAll()
        goesLineByLine = checks == nil
    }

    /// The next rows of the block, or `nil` where the block is done.
    public func nextBatch() throws(FormatError) -> ColumnBatch? {
        while linesLeft > 0 {
            if goesLineByLine {
                if let rows = parseLines(linesLeft) { return rows }
                continue
            }
            if checkedLines == 0, let rows = parseRegularLines() { return rows }
            if let rows = parseCheckedLines() { return rows }
        }
        return nil
    }

    // MARK: Whole columns

    private var width: Int { format.columns.count }

    private var ends: UnsafePointer<UInt32> { index.positions + cursor }

    /// The lines from the cursor on that have as many tokens as the pattern has fields.
    private func regularLines() -> Int {
        let base = UnsafePointer(block.base)
        var place = cursor
        var lines = 0
        while lines < linesLeft, place + width <= index.count {
            let end = base + Int(index.positions[place + width - 1])
            guard end[0] == UInt8(ascii: "\n"), end[-1] != UInt8(ascii: "\r") else { break }
            for token in 0..<(width - 1) where base[Int(index.positions[place + token])] == UInt8(ascii: "\n") {
                return lines
            }
            place += width
            lines += 1
        }
        return lines
    }

    /// All regular lines as one batch, where every one is a row; otherwise notes the others and returns `nil`.
    private func parseRegularLines() -> ColumnBatch? {
        let lines = regularLines()
        guard lines > 0 else { return nil }
        let flaws = BatchKernels.fill(batch, bytes: block.base, ends: ends, rows: lines)
        var flawed = Set(flaws.map(\.row))
        checks?.check(
            batch,
            UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count),
            ends: ends,
            rows: &flawed
        )
        if flawed.isEmpty { return take(lines) }
        // Many short runs cost more than matching every line.
        goesLineByLine = flawed.count > lines / 8
        (checkedLines, linesBehind) = (lines, 0)
        flawedLines = flawed.sorted(by: >)
        return nil
    }

    /// The lines up to the next flawed one as a batch, or that one line.
    private func parseCheckedLines() -> ColumnBatch? {
        let done = linesBehind
        guard checkedLines > done else { return parseLines(1) }
        let good = (flawedLines.last ?? checkedLines) - done
        if good > 0 {
            linesBehind += good
            if linesBehind == checkedLines { endChecked() }
            _ = BatchKernels.fill(batch, bytes: block.base, ends: ends, rows: good)
            return take(good)
        }
        flawedLines.removeLast()
        linesBehind += 1
        if linesBehind == checkedLines { endChecked() }
        return parseLines(1)
    }

    private func endChecked() {
        checkedLines = 0
        linesBehind = 0
    }

    private func take(_ lines: Int) -> ColumnBatch {
        counts.rows += lines
        counts.total += lines
        cursor += lines * width
        linesLeft -= lines
        return batch
    }

    // MARK: Line by line

    /// The next lines as one batch; `nil` where none of them is a row.
    private func parseLines(_ limit: Int) -> ColumnBatch? {
        var lines = NormalizedLines(width: width)
        for _ in 0..<min(limit, linesLeft) {
            let start = Int(index.positions[cursor - 1] &+ 1)
            while block.base[Int(index.positions[cursor])] != UInt8(ascii: "\n") { cursor += 1 }
            let end = Int(index.positions[cursor])
            cursor += 1
            linesLeft -= 1
            counts.total += 1
            parse(start..<end, &lines)
        }
        return fill(&lines)
    }

    private func parse(_ range: Range<Int>, _ lines: inout NormalizedLines) {
        let origin = NormalizedLines.Origin(line: counts.total, range: range)
        let whole = UnsafeBufferPointer(start: UnsafePointer(block.base) + range.lowerBound, count: range.count)
        let line = whole.last == UInt8(ascii: "\r") ? UnsafeBufferPointer(rebasing: whole.dropLast()) : whole
        switch matcher.match(line.span) {
        case .matched:
            ranges.removeAll(keepingCapacity: true)
            for field in 0..<width { ranges.append(value(field, line)) }
            lines.append(ranges, of: line, origin: origin)
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
        counts.rows += batch.count
        return batch
    }

    private func reject(_ origin: NormalizedLines.Origin, _ reason: RejectReason) {
        var raw = block.bytes(origin.range)
        if raw.last == UInt8(ascii: "\r") { raw.removeLast() }
        counts.rejected += 1
        rejects.append(
            RejectedLine(line: origin.line, offset: block.offset + origin.range.lowerBound, reason: reason, raw: raw)
        )
    }
}
