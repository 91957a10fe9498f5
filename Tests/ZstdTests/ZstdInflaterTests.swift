import CZstd
import TestSupport
import Testing

@testable import Zstd

@Suite struct ZstdInflaterTests {
    private static let text: [UInt8] = (0..<20_000).flatMap {
        Array("\($0 * 7919) 10.0.0.\($0 % 251) ACCEPT OK\n".utf8)
    }

    private static func frame(_ bytes: [UInt8], checksum: Bool = true) -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        _ = ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0)
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
        return Array(output.prefix(count))
    }

    private static let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]

    /// Decompresses `input`, handed over in pieces of one size, into rooms of another.
    private func inflated(_ input: [UInt8], piece: Int, room: Int) -> (text: [UInt8], error: ZstdError?) {
        let inflater = ZstdInflater()
        var found: [UInt8] = []
        var rest = input[...]
        do throws(ZstdError) {
            while !rest.isEmpty {
                let part = rest.prefix(piece)
                rest = rest.dropFirst(part.count)
                var left = Array(part)
                while true {
                    var output = [UInt8](repeating: 0, count: room)
                    let step = try output.withUnsafeMutableBytes { target in
                        left.withUnsafeBytes { source in
                            Result { () throws(ZstdError) in try inflater.inflate(from: source, into: target) }
                        }
                    }.get()
                    found += output.prefix(step.produced)
                    left.removeFirst(step.consumed)
                    if step.needsInput { break }
                }
                #expect(left.isEmpty)
            }
            try inflater.finish()
            #expect(inflater.compressedOffset == input.count && inflater.inflatedOffset == found.count)
            return (found, nil)
        } catch {
            return (found, error)
        }
    }

    /// The library takes them or not, depending on where the input is cut; found by fuzzing.
    @Test(arguments: [1, 3, 7, 1000]) func framesOfBeforeTheStandard(_ piece: Int) {
        let old: [UInt8] = [0x27, 0xB5, 0x2F, 0xFD, 1, 0, 0, 0, 0, 0]
        #expect(inflated(old, piece: piece, room: 1000).error != nil)
        #expect(inflated(Self.frame(Self.text) + old, piece: piece, room: 1 << 20).error != nil)
    }

    /// The library overlooks it where the last block is empty and the frame comes in pieces; found by fuzzing.
    @Test(arguments: [1, 7, 30, 1000]) func contentSizeThatIsWrong(_ piece: Int) {
        // A header that announces 256 + `low` bytes, a raw block of 300 and an empty last one.
        func frame(low: UInt8) -> [UInt8] {
            [0x28, 0xB5, 0x2F, 0xFD, 0x40, 0x00, low, 0x00, 0x60, 0x09, 0x00]
                + [UInt8](repeating: 7, count: 300) + [0x01, 0x00, 0x00]
        }
        #expect(inflated(frame(low: 44), piece: piece, room: 1000).error == nil)
        #expect(inflated(frame(low: 45), piece: piece, room: 1000).error != nil)
        #expect(inflated(frame(low: 44) + frame(low: 43), piece: piece, room: 40).error != nil)
    }

    @Test(arguments: [(1, 70_000), (3, 1000), (1000, 7), (.max, 1 << 20), (65_536, 65_536)])
    func piecesAndRooms(_ piece: Int, _ room: Int) {
        let half = Self.text.count / 2
        let parts = [
            Self.frame(Array(Self.text[..<half])), Self.skippable, Self.frame([]),
            Self.frame(Array(Self.text[half...]), checksum: false), Self.skippable,
        ]
        let found = inflated(parts.flatMap { $0 }, piece: piece, room: room)
        #expect(found.error == nil && found.text == Self.text)
    }

    @Test func everyEnd() {
        let text = Array(Self.text.prefix(600))
        let bytes = Self.frame(text) + Self.skippable + Self.frame(text)
        let ends = [0, Self.frame(text).count, Self.frame(text).count + Self.skippable.count, bytes.count]
        for end in 0...bytes.count {
            let found = inflated(Array(bytes[..<end]), piece: .max, room: 4096)
            #expect((text + text).starts(with: found.text))
            if ends.contains(end) {
                #expect(found.error == nil, "\(end)")
            } else {
                #expect(found.error?.code == .truncated && found.error?.compressedOffset == end, "\(end)")
            }
        }
    }

    @Test func damage() {
        var bytes = Self.frame(Self.text)
        bytes[bytes.count / 2] ^= 0x40
        #expect(inflated(bytes, piece: 1000, room: 70_000).error?.leavesTrustworthyText == false)
        let garbage = inflated(Self.frame(Self.text) + Array("garbage".utf8), piece: .max, room: 1 << 20)
        #expect(garbage.error?.leavesTrustworthyText == false && garbage.text.count <= Self.text.count)
    }
}
