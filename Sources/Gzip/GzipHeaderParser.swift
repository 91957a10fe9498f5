/// Reads the header of one gzip member, cut wherever the input happens to be cut.
///
/// Nothing of the header is kept, so a name or comment of any length costs no memory.
///
///     1f 8b  method=8  flags  mtime(4)  xfl  os
///     [FEXTRA: length(2, little endian) bytes(length)]
///     [FNAME: bytes 0]  [FCOMMENT: bytes 0]
///     [FHCRC: low 16 bits of the CRC-32 of everything above (2, little endian)]
struct GzipHeaderParser {
    /// What became of the header so far.
    enum Outcome {
        /// More bytes are needed.
        case incomplete
        /// The whole header was read.
        case complete
        /// The header is wrong; the last byte consumed shows it.
        case invalid(GzipError.Code)
    }

    private enum Field {
        case firstMagic
        case secondMagic
        case method
        case flags
        case fixed
        case extraLength
        case extra
        case name
        case comment
        case checksum
        case end
    }

    /// The FLG byte, RFC 1952 section 2.3.1.
    private enum Flag {
        static let headerChecksum: UInt8 = 1 << 1
        static let extra: UInt8 = 1 << 2
        static let name: UInt8 = 1 << 3
        static let comment: UInt8 = 1 << 4
        static let reserved: UInt8 = 0b1110_0000
    }

    private var field = Field.firstMagic
    private var flags: UInt8 = 0
    /// Bytes left in a field of known length.
    private var remaining = 0
    /// The little-endian number being put together, byte by byte.
    private var number: UInt16 = 0
    /// The checksum of all bytes before the header checksum.
    private var checksum: UInt32 = 0

    /// Reads bytes up to the end of the header, the end of `bytes` or the first fault, and says how many it used.
    mutating func consume(_ bytes: UnsafeRawBufferPointer) -> (consumed: Int, outcome: Outcome) {
        var index = 0
        // Where the bytes not yet in `checksum` begin; nil once the checksum field has begun.
        var uncounted: Int? = field == .checksum ? nil : 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if let fault = accept(byte) { return (index, .invalid(fault)) }
            // The state after the byte tells whether the bytes that the checksum covers are over.
            if field == .checksum, let start = uncounted {
                checksum = CRC32.update(checksum, with: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
                uncounted = nil
            }
            if field == .end { return (index, .complete) }
        }
        if let start = uncounted {
            checksum = CRC32.update(checksum, with: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        }
        return (index, .incomplete)
    }

    private mutating func accept(_ byte: UInt8) -> GzipError.Code? {
        switch field {
        case .firstMagic:
            guard byte == 0x1F else { return .badMagic }
            field = .secondMagic
        case .secondMagic:
            guard byte == 0x8B else { return .badMagic }
            field = .method
        case .method:
            guard byte == 8 else { return .unsupportedMethod }
            field = .flags
        case .flags:
            guard byte & Flag.reserved == 0 else { return .reservedFlags }
            flags = byte
            field = .fixed
            remaining = 6
        case .fixed:
            remaining -= 1
            if remaining == 0 { begin(after: .fixed) }
        case .extraLength:
            takeNumberByte(byte)
            guard remaining == 0 else { break }
            remaining = Int(number)
            if remaining > 0 { field = .extra } else { begin(after: .extra) }
        case .extra:
            remaining -= 1
            if remaining == 0 { begin(after: .extra) }
        case .name:
            if byte == 0 { begin(after: .name) }
        case .comment:
            if byte == 0 { begin(after: .comment) }
        case .checksum:
            takeNumberByte(byte)
            guard remaining == 0 else { break }
            guard number == UInt16(truncatingIfNeeded: checksum) else { return .headerChecksumMismatch }
            field = .end
        case .end:
            break
        }
        return nil
    }

    private mutating func takeNumberByte(_ byte: UInt8) {
        number |= UInt16(byte) << (remaining == 2 ? 0 : 8)
        remaining -= 1
    }

    /// Goes to the next field that the flags announce.
    private mutating func begin(after finished: Field) {
        number = 0
        remaining = 2
        switch finished {
        case .fixed where flags & Flag.extra != 0:
            field = .extraLength
        case .fixed, .extra:
            if flags & Flag.name != 0 { field = .name } else { begin(after: .name) }
        case .name:
            if flags & Flag.comment != 0 { field = .comment } else { begin(after: .comment) }
        default:
            field = flags & Flag.headerChecksum != 0 ? .checksum : .end
        }
    }
}
