import Zstd

enum ZstdTarget {
    /// More text than this is not asked for.
    private static let textLimit = 1 << 20

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let object = Array(input.dropFirst())
        let whole = inflate(object, seed: 0)
        let piecewise = inflate(object, seed: max(seed, 1))
        guard whole.text.count < textLimit else { return }
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
        var pieces = Pieces(seed, limit: 40)
        var text: [UInt8] = []
        var rest = object[...]
        do {
            while text.count < textLimit {
                var piece = rest.prefix(pieces.next())
                rest = rest.dropFirst(piece.count)
                let isLast = piece.isEmpty
                while text.count < textLimit {
                    // Room of its own for every call, so that a byte behind it is noticed.
                    let size = seed == 0 ? 1 << 14 : pieces.next() * 16
                    var room = [UInt8](repeating: 0, count: size)
                    let step = try piece.withUnsafeBytes { bytes in
                        try room.withUnsafeMutableBytes { target in
                            try inflater.inflate(from: bytes, into: target)
                        }
                    }
                    piece = piece.dropFirst(step.consumed)
                    text += room[..<step.produced]
                    if step.needsInput { break }
                }
                if isLast {
                    try inflater.finish()
                    break
                }
            }
            return (text, false)
        } catch {
            return (text, true)
        }
    }
}
