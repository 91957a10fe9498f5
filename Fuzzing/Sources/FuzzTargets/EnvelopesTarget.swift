@testable import FlowLogs

enum EnvelopesTarget {
    /// What comes out of an envelope.
    private struct Extract: Equatable {
        var text: [UInt8] = []
        var notes: [LineOrigin] = []
        var rejects: [RejectedLine] = []
        var headers = 0
        var controlEvents = 0
        var envelope = Envelope.lines
        var failure: EnvelopeError?
        var unfinishedBytes = 0
    }

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let object = Array(input.dropFirst())
        let isCutOff = seed & 1 == 1
        let whole = extract(object, seed: 0, isCutOff: isCutOff)
        let piecewise = extract(object, seed: max(seed, 1), isCutOff: isCutOff)
        try expect(whole == piecewise, "\(whole)\n  in many pieces: \(piecewise)")
        guard whole.envelope != .lines else {
            try expect(whole.text == object, "plain lines were changed")
            return
        }
        let text = whole.text
        for origin in whole.notes {
            try expect(origin.offset < object.count, "an origin at \(origin.offset) of \(object.count)")
            let begin = origin.textOffset
            try expect(begin < text.count && (begin == 0 || text[begin - 1] == 0x0A), "no line begins at \(begin)")
        }
        try expect(text.isEmpty == whole.notes.isEmpty, "\(whole.notes.count) origins of \(text.count) bytes of text")
        for (origin, next) in zip(whole.notes, whole.notes.dropFirst()) {
            try expect(origin.textOffset < next.textOffset, "two origins of the line at \(next.textOffset)")
            try expect(origin.offset <= next.offset && origin.line <= next.line, "origins go backwards")
        }
        if let failure = whole.failure {
            try expect(failure.offset <= object.count, "a failure at \(failure.offset) of \(object.count)")
        }
    }

    private static func extract(_ object: [UInt8], seed: UInt8, isCutOff: Bool) -> Extract {
        let reader = seed == 0 ? EnvelopeReader() : EnvelopeReader(windowSize: 8 + Int(seed))
        var pieces = Pieces(seed, limit: 50)
        var rest = object[...]
        var text: [UInt8] = []
        while true {
            // Room of its own for every call, so that a byte behind it is noticed.
            var room = [UInt8](repeating: 0, count: min(1 << 14, pieces.next()))
            let written = room.withUnsafeMutableBytes { bytes in
                reader.read(into: bytes) { target in
                    let piece = rest.prefix(min(target.count, pieces.next()))
                    if piece.isEmpty { return isCutOff ? nil : 0 }
                    target.copyBytes(from: piece)
                    rest = rest.dropFirst(piece.count)
                    return piece.count
                }
            }
            guard let written, written > 0 else { break }
            text += room.prefix(written)
        }
        let block = TextBlock(capacity: 0)
        block.offset = text.count
        reader.takeNotes(for: block)
        return Extract(
            text: text,
            notes: block.notes.origins,
            rejects: block.notes.rejects,
            headers: block.notes.headers,
            controlEvents: reader.controlEvents,
            envelope: reader.envelope,
            failure: reader.failure,
            unfinishedBytes: reader.unfinishedBytes
        )
    }
}
