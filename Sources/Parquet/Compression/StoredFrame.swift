import Columnar

/// Bytes as a zstd frame that holds them as they are (RFC 8878, 3.1.1): pages of a compressed chunk that compression would
/// not shorten cost their readers a copy.
enum StoredFrame {
    /// The most bytes in a block.
    private static let blockLimit = 1 << 17

    /// Appends a frame with the bytes of `page`.
    static func append(_ page: ByteBuffer, to target: ByteBuffer) {
        target.append(littleEndian: UInt32(0xFD2F_B528))
        // One segment, and its size in four bytes.
        target.append(0xA0)
        target.append(littleEndian: UInt32(truncatingIfNeeded: page.count))
        page.withUnsafeBytes { bytes in
            var rest = bytes[...]
            repeat {
                let block = rest.prefix(blockLimit)
                rest = rest.dropFirst(blockLimit)
                let header = UInt32(truncatingIfNeeded: block.count) << 3 | (rest.isEmpty ? 1 : 0)
                for place in 0..<3 { target.append(UInt8(truncatingIfNeeded: header >> UInt32(8 * place))) }
                target.append(contentsOf: UnsafeRawBufferPointer(rebasing: block))
            } while !rest.isEmpty
        }
    }
}
