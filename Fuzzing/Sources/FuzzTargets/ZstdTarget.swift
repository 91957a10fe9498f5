import Zstd

enum ZstdTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let object = Array(input.dropFirst())
        let whole = inflate(object, seed: 0)
        let piecewise = inflate(object, seed: max(seed, 1))
        guard whole.text.count < InflateInPieces.textLimit else { return }
        try expect(
            whole.failed == piecewise.failed,
            "\(whole.failed ? "an error" : "no error") in one piece, \(piecewise.failed ? "an error" : "none") in many"
        )
        // Of a broken frame more or less of what came before the damage may be had.
        let isPrefix = whole.text.starts(with: piecewise.text) || piecewise.text.starts(with: whole.text)
        try expect(whole.failed ? isPrefix : whole.text == piecewise.text, "other bytes in many pieces")
    }

    private static func inflate(_ object: [UInt8], seed: UInt8) -> (text: [UInt8], failed: Bool) {
        let inflater = ZstdInflater()
        let found = InflateInPieces(object, seed: seed) { bytes, room in
            let done = try inflater.inflate(from: bytes, into: room)
            return (done.consumed, done.produced, done.needsInput)
        } finish: {
            try inflater.finish()
        }
        return (found.text, found.failure != nil)
    }
}
