/// What is to be done when the way that was taken fails.
struct Backtrack {
    enum Kind: UInt8 {
        /// Go on at instruction `a` and position `b`.
        case branch
        /// Slot `a` held `b`.
        case restore
        /// Go on at instruction `a` with one scalar less: from position `c` back to `b`.
        case fewer
        /// One more scalar for the lazy loop at instruction `a` and position `b`, which may take `c` more.
        case more
    }

    var kind: Kind
    var a: Int32
    var b: Int32
    var c: Int32
}
