/// A stretch of inflated text that holds whole lines only, and where it comes from.
///
/// Filled by ``LineBlocks``, read by ``RecordParser``; one task holds it at a time.
public final class TextBlock: @unchecked Sendable {
    /// Bytes that may be read, whatever they hold, before and behind the text, so that kernels load whole words.
    static let padding = 128

    // Unsafe: inflate writes here and the kernels read words from here. Freed in deinit; only this module and the
    // filling call see the pointer.
    private var allocation: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int

    /// Bytes of whole lines; the last one is a newline.
    public internal(set) var count = 0
    /// Where the block begins in the inflated object, in bytes.
    public internal(set) var offset = 0
    /// A line before this block that was too long to be held.
    public internal(set) var oversizedLine: OversizedLine?

    /// What the envelope that the lines were in tells about them.
    public internal(set) var notes = EnvelopeNotes()

    /// An empty block with room for `capacity` bytes.
    public init(capacity: Int) {
        self.capacity = capacity
        allocation = .allocate(capacity: capacity + 2 * Self.padding)
        allocation.initialize(repeating: 0, count: capacity + 2 * Self.padding)
    }

    deinit { allocation.deallocate() }

    /// The first byte of text.
    var base: UnsafeMutablePointer<UInt8> { allocation + Self.padding }

    /// Makes room for `wanted` bytes and keeps the first `keeping`.
    func grow(to wanted: Int, keeping: Int) {
        guard wanted > capacity else { return }
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + 2 * Self.padding)
        fresh.initialize(repeating: 0, count: wanted + 2 * Self.padding)
        (fresh + Self.padding).update(from: base, count: keeping)
        allocation.deallocate()
        allocation = fresh
        capacity = wanted
    }

    /// The first line with anything on it, without its newline.
    public var firstLine: [UInt8] {
        bytes(0..<count).split(separator: UInt8(ascii: "\n")).first { $0.contains { $0 > 0x20 } }.map(Array.init) ?? []
    }

    /// Whether there is something to know beside the text.
    public var hasNotes: Bool { !notes.isEmpty }

    /// Whether the lines were in an envelope, where those of several flow logs may meet.
    var isFromEnvelope: Bool { !notes.origins.isEmpty }

    /// Where a line of the object stands in the inflated object: its line, and its offset in bytes.
    ///
    /// Lines that were in an envelope stand where their events do.
    func place(ofLine line: Int, at textOffset: Int) -> (line: Int, offset: Int) {
        guard !notes.origins.isEmpty else { return (line, textOffset) }
        var low = 0
        var high = notes.origins.count
        while low < high {
            let middle = (low + high) / 2
            if notes.origins[middle].textOffset <= textOffset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return (line, textOffset) }
        return (notes.origins[low - 1].line, notes.origins[low - 1].offset)
    }

    /// A copy of part of the text.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
