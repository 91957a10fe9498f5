import Columnar

/// Lines rewritten to one space between tokens and one newline behind them, so that the kernels need to know no other
/// shape, and where each came from.
///
/// Only blocks with something unusual in them pass through here: CRLF, runs of spaces, rejected lines, header lines.
struct NormalizedLines {
    /// The original line of a row.
    struct Origin {
        /// Its number in the object, from 1.
        let line: Int
        /// Its bytes in the block, without the line end.
        let range: Range<Int>
    }

    private static let front = 16
    private static let back = 128

    private(set) var origins: [Origin] = []
    private var bytes = [UInt8](repeating: 0, count: NormalizedLines.front)
    private var ends: [UInt32] = [UInt32(NormalizedLines.front) - 1]
    private let width: Int

    init(width: Int) {
        self.width = width
    }

    var isEmpty: Bool { origins.isEmpty }

    mutating func append(_ tokens: [UnsafeBufferPointer<UInt8>], origin: Origin) {
        for (index, token) in tokens.enumerated() {
            bytes.append(contentsOf: token)
            ends.append(UInt32(bytes.count))
            bytes.append(index + 1 == tokens.count ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        origins.append(origin)
    }

    /// Appends a line whose tokens are those ranges of `text`; one that is `nil` or empty is NULL.
    mutating func append(_ ranges: [Range<Int>?], of text: UnsafeBufferPointer<UInt8>, origin: Origin) {
        for (index, range) in ranges.enumerated() {
            if let range, !range.isEmpty {
                bytes.append(contentsOf: text[range])
            } else {
                bytes.append(UInt8(ascii: "-"))
            }
            ends.append(UInt32(bytes.count))
            bytes.append(index + 1 == ranges.count ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        origins.append(origin)
    }

    /// The same lines without the rows of `dropped`.
    func removing(_ dropped: Set<Int>) -> NormalizedLines {
        var kept = NormalizedLines(width: width)
        bytes.withUnsafeBufferPointer { buffer in
            for (row, origin) in origins.enumerated() where !dropped.contains(row) {
                let tokens = (0..<width).map { column in
                    let end = row * width + column + 1
                    return UnsafeBufferPointer(rebasing: buffer[(Int(ends[end - 1]) + 1)..<Int(ends[end])])
                }
                kept.append(tokens, origin: origin)
            }
        }
        return kept
    }

    /// The token of a row and column.
    func token(row: Int, column: Int) -> [UInt8] {
        let end = row * width + column + 1
        return Array(bytes[(Int(ends[end - 1]) + 1)..<Int(ends[end])])
    }

    /// Fills `batch` with the rows and returns what is no value.
    mutating func fill(_ batch: ColumnBatch) -> [BatchKernels.Flaw] {
        // The kernels load whole words behind the last token.
        let count = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.back))
        defer { bytes.removeLast(bytes.count - count) }
        return bytes.withUnsafeBufferPointer { text in
            ends.withUnsafeBufferPointer { positions in
                guard let text = text.baseAddress, let first = positions.baseAddress else { return [] }
                // Unsafe: both arrays outlive the call; `ends` begins with the delimiter before the first token.
                return BatchKernels.fill(batch, bytes: text, ends: first + 1, rows: origins.count)
            }
        }
    }
}
