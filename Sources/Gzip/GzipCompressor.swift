internal import CZlib

/// Compresses bytes to one gzip member (RFC 1952), with zlib.
public enum GzipCompressor {
    /// The most bytes that `count` bytes can become.
    public static func bound(_ count: Int) -> Int {
        // zlib's bound is for its own wrapper of 6 bytes; gzip's is 12 longer.
        Int(compressBound(UInt(count))) + 12
    }

    /// Writes the member to `room`, which should have ``bound(_:)`` bytes, and returns its length.
    ///
    /// `nil` where zlib cannot be set up, the room is too small, or one of them has 4 GiB or more.
    ///
    /// - Parameter level: 0, stored, to 9, smallest.
    public static func compress(
        _ bytes: UnsafeRawBufferPointer,
        into room: UnsafeMutableRawBufferPointer,
        level: Int
    ) -> Int? {
        guard let available = UInt32(exactly: bytes.count), let limit = UInt32(exactly: room.count) else { return nil }
        var stream = z_stream()
        // 15 bits of window, and 16 more to ask for the gzip wrapper.
        guard flowconv_deflateInit2(&stream, Int32(clamping: level), 15 + 16, 8) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        // Unsafe: zlib does not write to its input, though its C type says so; both buffers outlive the call.
        stream.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.avail_in = available
        stream.next_out = room.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.avail_out = limit
        guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
        return room.count - Int(stream.avail_out)
    }

    /// The member as an array; `nil` as above.
    public static func member(of bytes: [UInt8], level: Int = 6) -> [UInt8]? {
        var member = [UInt8](repeating: 0, count: bound(bytes.count))
        let length = member.withUnsafeMutableBytes { room in
            bytes.withUnsafeBytes { compress($0, into: room, level: level) }
        }
        guard let length else { return nil }
        member.removeLast(member.count - length)
        return member
    }
}
