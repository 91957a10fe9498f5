extension Array {
    /// The elements in order, in pieces of `size`; the last piece may be smaller.
    func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
