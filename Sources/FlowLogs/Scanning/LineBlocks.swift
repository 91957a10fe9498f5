/// Cuts a stream of inflated bytes into blocks of whole lines.
///
/// Every block is filled to the same size whatever the pieces it arrives in, so that what is made of it does not depend
/// on how the operating system hands bytes over. A last line without a newline is given one. A line longer than
/// ``lineLimit`` is dropped and reported as an ``OversizedLine``.
public struct LineBlocks {
    /// Bytes of text in a block: text, positions and columns of one block stay in a second-level cache of 1 MiB together.
    public static let blockSize = 256 << 10
    /// The longest line in bytes, without its newline.
    public static let lineLimit = 1 << 20
    /// How much of an oversized line is kept for the report, in bytes.
    static let oversizedExcerpt = 4096

    private var carry: [UInt8] = []
    private var offset = 0
    private var isAtEnd = false
    private var isCutOff = false

    /// The state at the beginning of an object.
    public init() {}

    /// Bytes of a last line that were dropped because the source ended in the middle of things.
    public private(set) var unfinishedBytes = 0

    /// Fills `block` with the next whole lines; `false` at the end of the object.
    ///
    /// - Parameter source: Writes bytes to the room it is given and returns how many; 0 means the end, and `nil` an end in
    ///   the middle of things, where a last line without a newline is dropped. What it throws is passed on.
    public mutating func fill<Failure: Error>(
        _ block: TextBlock,
        from source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) -> Bool {
        block.oversizedLine = nil
        block.count = 0
        block.offset = offset
        var filled = carry.count
        var target = max(Self.blockSize, filled)
        block.grow(to: target + 1, keeping: 0)
        carry.withUnsafeBufferPointer { bytes in
            if let first = bytes.baseAddress { block.base.update(from: first, count: bytes.count) }
        }
        carry.removeAll(keepingCapacity: true)
        while true {
            while filled < target, !isAtEnd {
                let room = UnsafeMutableRawBufferPointer(start: block.base + filled, count: target - filled)
                let received = try take(from: source, into: room)
                filled += received
            }
            if isCutOff {
                let rest = filled - (Self.endOfLastLine(block.base, filled) ?? 0)
                unfinishedBytes += rest
                filled -= rest
            }
            if let end = Self.endOfLastLine(block.base, filled) {
                finish(block, filled: filled, end: end)
                return true
            }
            if isAtEnd {
                guard filled > 0 else { return false }
                guard filled <= Self.lineLimit else { return try dropOversized(block, filled: filled, source) }
                block.base[filled] = UInt8(ascii: "\n")
                finish(block, filled: filled + 1, end: filled + 1)
                return true
            }
            guard filled <= Self.lineLimit else { return try dropOversized(block, filled: filled, source) }
            target = min(target * 2, Self.lineLimit + 1)
            block.grow(to: target + 1, keeping: filled)
        }
    }

    private mutating func finish(_ block: TextBlock, filled: Int, end: Int) {
        var end = end
        if isAtEnd, end < filled, filled - end <= Self.lineLimit {
            block.base[filled] = UInt8(ascii: "\n")
            end = filled + 1
        }
        if end < filled {
            carry.append(contentsOf: UnsafeBufferPointer(start: block.base + end, count: filled - end))
        }
        block.count = end
        offset += end
    }

    private mutating func dropOversized<Failure: Error>(
        _ block: TextBlock,
        filled: Int,
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) -> Bool {
        let excerpt = block.bytes(0..<min(filled, Self.oversizedExcerpt))
        let start = offset
        var length = filled
        var rest: [UInt8] = []
        while !isAtEnd {
            let room = UnsafeMutableRawBufferPointer(start: block.base, count: Self.blockSize)
            let received = try take(from: source, into: room)
            let bytes = UnsafeBufferPointer(start: block.base, count: received)
            if let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                length += newline
                rest = Array(bytes[(newline + 1)...])
                offset += 1
                break
            }
            length += received
        }
        offset += length
        carry = rest
        block.oversizedLine = OversizedLine(offset: start, length: length, excerpt: excerpt)
        return true
    }

    private mutating func take<Failure: Error>(
        from source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?,
        into room: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> Int {
        let received = try source(room)
        isCutOff = received == nil
        isAtEnd = received ?? 0 == 0
        return received ?? 0
    }

    private static func endOfLastLine(_ base: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int? {
        var index = count
        while index > 0 {
            if base[index - 1] == UInt8(ascii: "\n") { return index }
            index -= 1
        }
        return nil
    }
}
