@testable import FlowLogs

enum EnvelopesTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let object = Array(input.dropFirst())
        let isCutOff = seed & 1 == 1
        let whole = extract(object, seed: 0, isCutOff: isCutOff)
        let piecewise = extract(object, seed: max(seed, 1), isCutOff: isCutOff)
        try expect(whole == piecewise, "\(whole)\n  in many pieces: \(piecewise)")
        guard whole.envelope != .lines else {
            // A mark before the text is not part of it.
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let text = object.starts(with: mark) ? Array(object.dropFirst(mark.count)) : object
            try expect(whole.bytes == text, "plain lines were changed")
            return
        }
        let text = whole.bytes
        for origin in whole.origins {
            try expect(origin.offset < object.count, "an origin at \(origin.offset) of \(object.count)")
            let begin = origin.textOffset
            try expect(begin < text.count && (begin == 0 || text[begin - 1] == 0x0A), "no line begins at \(begin)")
        }
        try expect(
            text.isEmpty == whole.origins.isEmpty,
            "\(whole.origins.count) origins of \(text.count) bytes of text"
        )
        for (origin, next) in zip(whole.origins, whole.origins.dropFirst()) {
            try expect(origin.textOffset < next.textOffset, "two origins of the line at \(next.textOffset)")
            try expect(origin.offset <= next.offset && origin.line <= next.line, "origins go backwards")
        }
        if let failure = whole.failure {
            try expect(failure.offset <= object.count, "a failure at \(failure.offset) of \(object.count)")
        }
    }

    private static func extract(_ object: [UInt8], seed: UInt8, isCutOff: Bool) -> EnvelopeExtract {
        var pieces = Pieces(seed, limit: 50)
        return EnvelopeExtract(
            of: object,
            windowSize: seed == 0 ? 256 << 10 : 8 + Int(seed),
            isCutOff: isCutOff,
            room: { min(1 << 14, pieces.next()) },
            piece: { pieces.next() }
        )
    }
}
