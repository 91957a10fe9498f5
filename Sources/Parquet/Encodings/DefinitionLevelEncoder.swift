import Columnar

/// Definition levels of an optional, unnested column: 1 for a value, 0 for NULL (parquet-format, "Nested Encoding").
///
/// In a version 1 data page they are a hybrid of width 1 behind its length in 4 bytes. A page of values or of NULLs only is
/// one run; a mixed one is one bit-packed run, which compression shortens further than runs would.
enum DefinitionLevelEncoder {
    /// Appends the levels of rows without a NULL, or of NULLs only.
    static func encode(repeating level: UInt32, count: Int, into buffer: ByteBuffer) {
        let start = buffer.count
        buffer.append(littleEndian: UInt32(0))
        RLEBitPackingHybridEncoder.encode(repeating: level, count: count, width: 1, into: buffer)
        buffer.overwrite(at: start, littleEndian: UInt32(truncatingIfNeeded: buffer.count - start - 4))
    }

    /// Appends the levels of rows where 0 stands for NULL and anything else for a value; returns the number of NULLs.
    static func encode<Presence: FixedWidthInteger>(
        _ presence: UnsafeBufferPointer<Presence>,
        into buffer: ByteBuffer
    ) -> Int {
        let present = presence.count - nulls(presence)
        guard present > 0, present < presence.count else {
            encode(repeating: present == 0 ? 0 : 1, count: presence.count, into: buffer)
            return presence.count - present
        }
        let start = buffer.count
        buffer.append(littleEndian: UInt32(0))
        let groups = (presence.count + 7) / 8
        buffer.append(varint: UInt64(groups) << 1 | 1)
        buffer.append(room: groups) { target in
            // Unsafe: eight rows make one byte; the last byte is padded with zeros.
            let whole = presence.count / 8
            for group in 0..<whole {
                target[group] = level(of: presence, group &* 8)
            }
            if whole < groups {
                var byte: UInt8 = 0
                for row in (whole * 8)..<presence.count { byte |= (presence[row] == 0 ? 0 : 1) &<< UInt8(row & 7) }
                target[whole] = byte
            }
            return groups
        }
        buffer.overwrite(at: start, littleEndian: UInt32(truncatingIfNeeded: buffer.count - start - 4))
        return presence.count - present
    }

    private static func nulls<Presence: FixedWidthInteger>(_ presence: UnsafeBufferPointer<Presence>) -> Int {
        // Unsafe: the same numbers without a sign.
        Presence.bitWidth == 8
            ? presence.withMemoryRebound(to: UInt8.self) { RowKernels.count(0, in: $0) }
            : presence.withMemoryRebound(to: UInt32.self) { RowKernels.count(0, in: $0) }
    }

    /// The levels of eight rows as one byte.
    @inline(__always)
    private static func level<Presence: FixedWidthInteger>(
        of presence: UnsafeBufferPointer<Presence>,
        _ row: Int
    ) -> UInt8 {
        if Presence.bitWidth == 8, let base = presence.baseAddress {
            // Unsafe: eight bytes; of each the highest bit is set where any is, and those are gathered into the highest byte
            // by one multiplication.
            let word = UInt64(
                littleEndian: UnsafeRawPointer(base + row).loadUnaligned(as: UInt64.self)
            )
            let some = ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F | word) &>> 7 & 0x0101_0101_0101_0101
            return UInt8(truncatingIfNeeded: (some &* 0x0102_0408_1020_4080) &>> 56)
        }
        var byte: UInt8 = 0
        for bit in 0..<8 { byte |= (presence[row &+ bit] == 0 ? 0 : 1) &<< UInt8(bit) }
        return byte
    }
}
