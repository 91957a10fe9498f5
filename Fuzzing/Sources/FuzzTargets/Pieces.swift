/// Sizes of pieces that a first byte of an input stands for, the same at every run.
struct Pieces {
    private var state: UInt64
    private let limit: Int

    /// Pieces of up to `limit` bytes; a `seed` of 0 stands for one piece.
    init(_ seed: UInt8, limit: Int) {
        state = UInt64(seed)
        self.limit = seed == 0 ? .max : limit
    }

    /// The size of the next piece.
    mutating func next() -> Int {
        guard limit < .max else { return .max }
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + Int(state >> 33) % limit
    }
}
