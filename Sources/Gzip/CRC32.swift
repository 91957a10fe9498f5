#if ISAL
    internal import CISAL
#else
    internal import CZlib
#endif

/// The CRC-32 of gzip, zlib and Parquet pages (polynomial `04C11DB7`, reflected).
public enum CRC32 {
    /// Returns the checksum of `bytes`.
    public static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        update(0, with: bytes)
    }

    /// Returns the checksum of `bytes`.
    public static func checksum(of bytes: [UInt8]) -> UInt32 {
        // Unsafe: the C library reads the array in place; the pointer does not leave the closure.
        bytes.withUnsafeBytes { update(0, with: $0) }
    }

    /// Returns the checksum of the bytes that gave `checksum`, followed by `bytes`; the checksum of no bytes is 0.
    public static func update(_ checksum: UInt32, with bytes: UnsafeRawBufferPointer) -> UInt32 {
        // Unsafe: C takes a pointer to bytes; it reads `bytes.count` of them and keeps nothing.
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), !bytes.isEmpty else { return checksum }
        #if ISAL
            return crc32_gzip_refl(checksum, base, UInt64(bytes.count))
        #else
            return UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), base, bytes.count))
        #endif
    }
}
