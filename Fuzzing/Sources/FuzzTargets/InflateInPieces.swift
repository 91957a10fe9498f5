/// Inflates an object that comes in pieces, at most ``textLimit`` bytes of it.
struct InflateInPieces {
    /// More text than this is not asked for.
    static let textLimit = 1 << 20

    private(set) var text: [UInt8] = []
    private(set) var failure: (any Error)?

    /// - Parameters:
    ///   - seed: Stands for the sizes of pieces and rooms; 0 for one piece.
    ///   - step: One call of an inflater.
    ///   - finish: Says that the input has ended.
    init(
        _ object: [UInt8],
        seed: UInt8,
        step: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) throws -> (
            consumed: Int, produced: Int, needsInput: Bool
        ),
        finish: () throws -> Void
    ) {
        var pieces = Pieces(seed, limit: 40)
        var rest = object[...]
        do {
            while text.count < Self.textLimit {
                var piece = rest.prefix(pieces.next())
                rest = rest.dropFirst(piece.count)
                let isLast = piece.isEmpty
                while text.count < Self.textLimit {
                    // Room of its own for every call, so that a byte behind it is noticed.
                    let size = seed == 0 ? 1 << 14 : pieces.next() * 16
                    var room = [UInt8](repeating: 0, count: size)
                    let done = try piece.withUnsafeBytes { bytes in
                        try room.withUnsafeMutableBytes { target in try step(bytes, target) }
                    }
                    piece = piece.dropFirst(done.consumed)
                    text += room[..<done.produced]
                    if done.needsInput { break }
                }
                if isLast {
                    try finish()
                    break
                }
            }
        } catch {
            failure = error
        }
    }
}
