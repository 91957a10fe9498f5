#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Words out of bytes, without alignment and without a check for each: the kernels' view of memory.
public enum Memory {
    /// The eight bytes at `bytes`, the first in the lowest place.
    @inlinable
    @inline(__always)
    public static func load8(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        // Unsafe: blocks of text carry padding on both sides, see `TokenColumn`.
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// Whether two stretches of at least 16 bytes hold the same bytes.
    @inline(__always)
    static func equal(_ left: UnsafeRawPointer, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let left = left.assumingMemoryBound(to: UInt8.self)
        guard count <= 32 else { return memcmp(left, right, count) == 0 }
        let head = (load8(left) ^ load8(right)) | (load8(left + 8) ^ load8(right + 8))
        let tail = left + count - 16
        let other = right + count - 16
        return head | (load8(tail) ^ load8(other)) | (load8(tail + 8) ^ load8(other + 8)) == 0
    }

    /// Whether two stretches of any length hold the same bytes.
    static func areSame(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
        memcmp(left, right, count) == 0
    }

    /// Whether the bytes are UTF-8; ASCII is told without decoding.
    static func isUTF8(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let buffer = UnsafeBufferPointer(start: bytes, count: count)
        if buffer.allSatisfy({ $0 < 0x80 }) { return true }
        return String(validating: buffer, as: UTF8.self) != nil
    }
}
