/// The rows of a page of integers, side by side, as distances from the base of their chunk.
struct IntegerPage<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
    // Unsafe: the memory of the room that was given for the page; good as long as it is.
    /// The values, NULLs left out.
    let codes: UnsafeBufferPointer<Code>
    /// One byte a row, 0 for NULL; `nil` where no row is.
    let presence: UnsafeBufferPointer<UInt8>?
    /// The range of the values; `nil` where there are none.
    let range: ClosedRange<Code>?

    /// NULL rows.
    var nullCount: Int { presence.map { $0.count - codes.count } ?? 0 }
}
