import Columnar

/// Turns the text of a column chunk into ids of a dictionary, which is replaced before it grows without bound.
final class TextInterner {
    /// Bytes by which the dictionary may grow before it is replaced between two batches.
    static let growthLimit = 32 << 20
    /// Bytes by which it may grow within a batch; more than that is taken for an attack.
    private static let batchLimit = 512 << 20

    /// Where the ids of the current batch are looked up.
    private(set) var dictionary = ByteArrayDictionary()
    private var footprintAtStart = 0

    /// The id of the bytes of an array in `range`.
    @inline(__always)
    func id(of bytes: [UInt8], in range: Range<Int>) throws(ParquetError) -> UInt32 {
        guard let id = dictionary.id(of: bytes, in: range) else {
            throw ParquetError(.invalidData, "a value is not UTF-8; binary columns are not read")
        }
        return id
    }

    /// Whether the dictionary has grown so far that it should be replaced.
    var isFull: Bool { dictionary.memoryFootprint - footprintAtStart > Self.growthLimit }

    /// Refuses to go on where one batch has taken too much memory; asked once a page.
    func checkGrowth() throws(ParquetError) {
        guard dictionary.memoryFootprint - footprintAtStart > Self.batchLimit else { return }
        throw ParquetError(.invalidData, "a few rows hold more than \(Self.batchLimit) bytes of text")
    }

    /// Begins a new dictionary; vectors that were made with the old one keep it.
    func renew() {
        dictionary = ByteArrayDictionary()
        footprintAtStart = 0
    }

    /// Says that what is in the dictionary now is there to stay: the values of the chunk's dictionary page.
    func markStart() { footprintAtStart = dictionary.memoryFootprint }
}
