import Columnar

/// The memory that chunks of integers are encoded in, one after the other.
final class IntegerRoom {
    /// All codes of a chunk, in two bytes each or in four.
    let words = ScratchBuffer<UInt16>()
    let doubleWords = ScratchBuffer<UInt32>()
    /// The codes of a page.
    let page = ScratchBuffer<UInt32>()
    let widePage = ScratchBuffer<UInt64>()
    /// Of each row of a page whether it is a value.
    let presence = ScratchBuffer<UInt8>()
    /// The dictionary indices of a page.
    let indices = ScratchBuffer<UInt32>()
}
