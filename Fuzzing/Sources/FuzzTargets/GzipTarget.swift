import FlowLogs
import Gzip

enum GzipTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let object = Array(input.dropFirst())
        let (text, failure) = inflate(object, seed: 0)
        let (piecewise, otherFailure) = inflate(object, seed: max(seed, 1))
        if text.count < InflateInPieces.textLimit {
            try expect(text == piecewise, "\(text.count) bytes in one piece, \(piecewise.count) in many")
            try expect(
                failure?.code == otherFailure?.code,
                "\(failure as Any) in one piece, \(otherFailure as Any) in many"
            )
        }
        try checkLines(text, seed)
    }

    private static func inflate(_ object: [UInt8], seed: UInt8) -> (text: [UInt8], failure: GzipError?) {
        var inflater = GzipInflater()
        let found = InflateInPieces(object, seed: seed) { bytes, room in
            let done = try inflater.inflate(from: bytes, into: room)
            return (done.consumed, done.produced, done.needsInput)
        } finish: {
            try inflater.finish()
        }
        return (found.text, found.failure as? GzipError)
    }

    /// Lines in blocks are the lines of a plain split, each at its offset.
    private static func checkLines(_ text: [UInt8], _ seed: UInt8) throws(FuzzFailure) {
        var expected: [(offset: Int, bytes: [UInt8])] = []
        var start = 0
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            expected.append((start, line.last == 0x0D ? Array(line.dropLast()) : Array(line)))
            start += line.count + 1
        }
        if text.isEmpty || text.last == 0x0A { expected.removeLast() }
        let tooLong = expected.count { $0.bytes.count >= LineBlocks.lineLimit }
        guard tooLong == 0 else { return }

        var blocks = LineBlocks()
        let block = TextBlock(capacity: 0)
        var pieces = Pieces(seed, limit: 5000)
        var rest = text[...]
        var found: [(offset: Int, bytes: [UInt8])] = []
        while blocks.fill(
            block,
            from: { room in
                let piece = rest.prefix(min(room.count, pieces.next()))
                room.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            }
        ) {
            found += block.lines()
        }
        try expect(found.count == expected.count, "\(found.count) lines, \(expected.count) expected")
        for (line, other) in zip(found, expected) {
            try expect(line.offset == other.offset && line.bytes == other.bytes, "the line at \(other.offset) differs")
        }
    }
}
