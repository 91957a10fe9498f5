import Columnar

/// PLAIN (parquet-format, Encodings.md, 0): values one after the other, lowest byte first; text with a 4-byte length before
/// it; truth values one bit each.
enum PlainEncoder {
    /// Appends fixed-width values as they stand in memory.
    static func encode<Value: BitwiseCopyable>(_ values: UnsafeBufferPointer<Value>, into buffer: ByteBuffer) {
        // Unsafe: the bytes of trivial values; every platform that Swift runs on is little-endian.
        buffer.append(contentsOf: UnsafeRawBufferPointer(values))
    }

    /// Appends one entry of a text column.
    static func encode(_ column: StringColumn, entry: Int, into buffer: ByteBuffer) {
        encode(column, count: 1, into: buffer) { _ in entry }
    }

    /// Appends entries of a text column: `entry` gives each of them.
    @inline(__always)
    static func encode(_ column: StringColumn, count: Int, into buffer: ByteBuffer, entry: (Int) -> Int) {
        column.bytes.withUnsafeBytes { arena in
            column.offsets.withUnsafeBufferPointer { offsets in
                var size = 0
                for index in 0..<count {
                    let place = entry(index)
                    size += offsets[place + 1] - offsets[place] + 4
                }
                // Unsafe: the room was summed up and asked for, and entries lie inside the arena. Short entries are
                // copied as one word of sixteen bytes: what is too much is overwritten by the next.
                buffer.append(room: size + 16) { target in
                    guard let base = arena.baseAddress else { return 0 }
                    var target = UnsafeMutableRawPointer(target)
                    for index in 0..<count {
                        let place = entry(index)
                        let start = offsets[place]
                        let length = offsets[place + 1] - start
                        target.storeBytes(of: UInt32(truncatingIfNeeded: length).littleEndian, as: UInt32.self)
                        if length <= 16, start + 16 <= arena.count {
                            let word = (base + start).loadUnaligned(as: SIMD2<UInt64>.self)
                            (target + 4).storeBytes(of: word, as: SIMD2<UInt64>.self)
                        } else {
                            (target + 4).copyMemory(from: base + start, byteCount: length)
                        }
                        target += length + 4
                    }
                    return size
                }
            }
        }
    }

    /// Appends truth values, eight a byte, the first in the lowest bit.
    static func encode(booleans values: [UInt8], into buffer: ByteBuffer) {
        var byte: UInt8 = 0
        for (index, value) in values.enumerated() {
            byte |= (value & 1) << UInt8(index & 7)
            if index & 7 == 7 {
                buffer.append(byte)
                byte = 0
            }
        }
        if values.count & 7 != 0 { buffer.append(byte) }
    }
}
