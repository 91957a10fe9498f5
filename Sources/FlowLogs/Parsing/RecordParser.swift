import Columnar

/// Turns blocks of text into column batches.
///
/// One parser serves all objects of a work unit, one after the other; its dictionaries live until they are dropped. Per
/// object call ``beginObject()``; per block ``begin(_:)`` and then ``nextBatch()`` until it returns `nil`.
///
/// The usual block is handled as a whole: every line has as many tokens as the format, and none is a header line. A block
/// with anything else in it goes line by line through ``NormalizedLines``.
public final class RecordParser {
    /// What became of the lines since ``beginObject()``.
    public private(set) var counts = LineCounts()
    /// Rejected lines since they were last taken.
    private var rejects: [RejectedLine] = []

    private var given: [RecordFormat]
    private var batches: [RecordFormat: ColumnBatch] = [:]
    private var current: ColumnBatch?
    private let index = DelimiterIndex()

    // The block under way.
    private var block = TextBlock(capacity: 0)
    private var cursor = 0  // the next position in `index`
    private var linesLeft = 0
    private var isIrregular = false
    /// The line that was found to be the object's first header line, counted from 1; 0 where there is none ahead.
    private var firstHeader = 0

    /// A parser; `format` is what objects without a header line are taken for.
    public init(format: RecordFormat? = nil) {
        given = format.map { [$0] } ?? []
    }

    /// The formats seen so far, in no order.
    public var formats: [RecordFormat] { Array(batches.keys) }

    /// Bytes that the dictionaries of all formats hold on to.
    public var dictionaryFootprint: Int { batches.values.reduce(0) { $0 + $1.dictionaryFootprint } }

    /// Drops all dictionaries; the ids of earlier batches mean nothing any more.
    public func removeDictionaries() {
        for batch in batches.values { batch.removeDictionaries() }
    }

    /// The rejected lines of the object since the last call, in the order in which they stand in it.
    public func takeRejects() -> [RejectedLine] {
        defer { rejects.removeAll() }
        return rejects.sorted { $0.offset < $1.offset }
    }

    /// Forgets the format and the line count of the object before.
    ///
    /// - Parameter formats: What the object is taken for where it has no header line: the first one that fits.
    public func beginObject(formats: [RecordFormat]) {
        given = formats
        beginObject()
    }

    /// Forgets the format and the line count of the object before.
    public func beginObject() {
        current = nil
        counts = LineCounts()
        firstHeader = 0
    }

    /// Takes on the next block of the object.
    public func begin(_ block: TextBlock) {
        block.addLinesThatAreNotInIt(to: &counts, &rejects)
        self.block = block
        index.index(block.base, count: block.count)
        cursor = 0
        linesLeft = index.newlines
        isIrregular = false
    }

    /// The next rows of the block, all of one format, or `nil` where the block is done.
    ///
    /// - Throws: ``FormatError`` where the object's fields cannot be told.
    public func nextBatch() throws(FormatError) -> ColumnBatch? {
        while linesLeft > 0 {
            guard let batch = current else {
                guard try decideFormat() else { return nil }
                continue
            }
            if !isIrregular {
                if isRegular(batch.columns.count), let rows = parseRegular(batch) { return rows }
                isIrregular = true
            }
            if let rows = try parseIrregular(batch) { return rows }
        }
        return nil
    }

    // MARK: The format

    private func decideFormat() throws(FormatError) -> Bool {
        let start = lineStart
        let text = UnsafeBufferPointer(start: UnsafePointer(block.base) + start, count: block.count - start)
        guard let verdict = try FormatDetection.detect(text, given: given) else {
            // Only blank lines so far: count them and wait for more.
            counts.blank += linesLeft
            counts.total += linesLeft
            linesLeft = 0
            return false
        }
        switch verdict {
        case .records(let format): current = batch(of: format)
        case .header(let format, let linesBefore):
            current = batch(of: format)
            // Lines before the header line, and the line itself, are seen to by the careful path.
            firstHeader = counts.total + linesBefore + 1
            if linesBefore > 0 { isIrregular = true } else { skipHeader() }
        }
        return true
    }

    private func skipHeader() {
        counts.headers += 1
        counts.total += 1
        cursor = endOfLine(cursor) + 1
        linesLeft -= 1
    }

    private func batch(of format: RecordFormat) -> ColumnBatch {
        if let batch = batches[format] { return batch }
        let batch = ColumnBatch(format: format)
        batches[format] = batch
        return batch
    }

    // MARK: Positions

    /// The first byte of the line at the cursor.
    private var lineStart: Int { Int(index.positions[cursor - 1] &+ 1) }

    /// The place in the index of the newline that ends the line with the position `place` in it.
    private func endOfLine(_ place: Int) -> Int {
        var place = place
        while block.base[Int(index.positions[place])] != UInt8(ascii: "\n") { place += 1 }
        return place
    }

    // MARK: Whole blocks

    /// Whether every line left in the block has `width` tokens and none may be a header line.
    private func isRegular(_ width: Int) -> Bool {
        guard index.count - cursor == width * linesLeft else { return false }
        let base = UnsafePointer(block.base)
        var ends = index.positions + cursor
        for _ in 0..<linesLeft {
            // If every width-th delimiter is a newline, the newlines are used up and all others are spaces.
            let end = base + Int(ends[width - 1])
            guard end[0] == UInt8(ascii: "\n"), end[-1] != UInt8(ascii: "\r") else { return false }
            let start = base + Int(ends[-1] &+ 1)
            if HeaderLine.mayBegin(UInt32(truncatingIfNeeded: Memory.load8(start))) { return false }
            ends += width
        }
        return true
    }

    /// All lines left as one batch, or `nil` where one of them needs a closer look.
    private func parseRegular(_ batch: ColumnBatch) -> ColumnBatch? {
        let flaws = BatchKernels.fill(batch, bytes: block.base, ends: index.positions + cursor, rows: linesLeft)
        guard flaws.isEmpty else {
            // They may be in somebody else's columns, where nothing must be left behind.
            batch.removeRows()
            return nil
        }
        batch.firstLine = counts.total + 1
        batch.lines.removeAll(keepingCapacity: true)
        counts.rows += linesLeft
        counts.total += linesLeft
        cursor = index.count
        linesLeft = 0
        return batch
    }

    // MARK: Line by line

    /// The next lines up to a header line, as one batch; `nil` where none of them is a row.
    private func parseIrregular(_ batch: ColumnBatch) throws(FormatError) -> ColumnBatch? {
        let width = batch.columns.count
        var lines = NormalizedLines(width: width)
        while linesLeft > 0 {
            let start = lineStart
            let newline = endOfLine(cursor)
            let end = Int(index.positions[newline])
            let tokens = Tokenizer.tokens(
                UnsafeBufferPointer(start: UnsafePointer(block.base) + start, count: end - start)
            )
            if let names = HeaderLine.fieldNames(tokens, midStream: counts.total + 1 != firstHeader) {
                let format = try RecordFormat(fieldNames: names)
                // Rows before the header line are handed over first; the header is met again on the next call.
                guard lines.isEmpty else { break }
                current = self.batch(of: format)
                skipHeader()
                isIrregular = false
                return nil
            }
            if !tokens.isEmpty, tokens.count != width, block.isFromEnvelope,
                let other = FormatDetection.format(of: tokens, given: given), other != batch.format
            {
                // Events of another flow log in the same stream; what came before is handed over first.
                guard lines.isEmpty else { break }
                current = self.batch(of: other)
                isIrregular = false
                return nil
            }
            cursor = newline + 1
            linesLeft -= 1
            counts.total += 1
            let origin = NormalizedLines.Origin(line: counts.total, range: start..<end)
            if tokens.isEmpty {
                counts.blank += 1
            } else if tokens.count != width {
                reject(origin, .tokenCount(expected: width, found: tokens.count))
            } else {
                lines.append(tokens, origin: origin)
            }
        }
        return fill(batch, with: &lines)
    }

    private func fill(_ batch: ColumnBatch, with lines: inout NormalizedLines) -> ColumnBatch? {
        guard !lines.isEmpty else { return nil }
        let flaws = lines.fill(batch)
        if !flaws.isEmpty {
            var first: [Int: Int] = [:]
            for flaw in flaws { first[flaw.row] = min(flaw.column, first[flaw.row] ?? .max) }
            for (row, place) in first.sorted(by: { $0.key < $1.key }) {
                let reason = lines.token(row: row, column: place).withUnsafeBufferPointer {
                    BatchKernels.reason($0, batch.format.columns[place])
                }
                reject(lines.origins[row], reason)
            }
            lines = lines.removing(Set(first.keys))
            guard !lines.isEmpty else {
                batch.removeRows()
                return nil
            }
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
