import CZlib
import TestSupport

/// A gzip member put together by hand, so that each part of it can be made wrong.
struct GzipMember {
    var content: [UInt8] = []
    var level = 6
    var extra: [UInt8]?
    var name: String?
    var comment: String?
    var hasHeaderChecksum = false
    var method: UInt8 = 8
    var reservedFlags: UInt8 = 0

    var header: [UInt8] {
        var flags = reservedFlags
        if hasHeaderChecksum { flags |= 2 }
        if extra != nil { flags |= 4 }
        if name != nil { flags |= 8 }
        if comment != nil { flags |= 16 }
        var bytes: [UInt8] = [0x1F, 0x8B, method, flags, 1, 2, 3, 4, 0, 3]
        if let extra { bytes += [UInt8(extra.count & 0xFF), UInt8(extra.count >> 8)] + extra }
        if let name { bytes += Array(name.utf8) + [0] }
        if let comment { bytes += Array(comment.utf8) + [0] }
        if hasHeaderChecksum {
            let checksum = zlibChecksum(bytes)
            bytes += [UInt8(checksum & 0xFF), UInt8(checksum >> 8 & 0xFF)]
        }
        return bytes
    }

    var trailer: [UInt8] {
        littleEndian(zlibChecksum(content)) + littleEndian(UInt32(content.count))
    }

    var bytes: [UInt8] { header + rawDeflate(content, level: level) + trailer }
}

/// The CRC-32 by zlib, whichever back end the tests run with.
func zlibChecksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(crc32(0, bytes, UInt32(bytes.count)))
}

func littleEndian(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// Deflates without header or trailer; level 0 gives stored blocks.
func rawDeflate(_ content: [UInt8], level: Int) -> [UInt8] {
    var stream = z_stream()
    precondition(flowconv_deflateInit2(&stream, Int32(level), -15, 8) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = content
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
    let capacity = output.count
    // Unsafe: zlib's interface is pointers; both arrays outlive the single call.
    let result = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { destination in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = destination.baseAddress
            stream.avail_out = UInt32(capacity)
            return deflate(&stream, Z_FINISH)
        }
    }
    precondition(result == Z_STREAM_END)
    return Array(output[..<(capacity - Int(stream.avail_out))])
}

/// Lines such as flow logs have: repetitive, with matches of all distances.
func flowLogLines(count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for line in 0..<count {
        let source = "10.0.\(UInt8.random(in: 0...3, using: &random)).\(UInt8.random(in: 0...255, using: &random))"
        let port = UInt16.random(in: 1024...65535, using: &random)
        let size = UInt32.random(in: 40...900_000, using: &random)
        let start = 1_700_000_000 + line / 7
        let text =
            "2 123456789010 eni-1235b8ca123456789 \(source) 172.31.16.21 \(port) 443 6 20 \(size) "
            + "\(start) \(start + 60) ACCEPT OK\n"
        bytes += Array(text.utf8)
    }
    return bytes
}
