import Gzip
import Testing

@Suite("Content kinds")
struct ContentKindTests {
    static let table: [(prefix: [UInt8], kind: ContentKind)] = [
        ([], .empty),
        ([0x1F], .gzip),
        ([0x1F, 0x8B], .gzip),
        ([0x1F, 0x8B, 8, 0], .gzip),
        ([0x1F, 0x20], .plain),
        ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
        ([0x28, 0xB5, 0x2F, 0xFD, 4], .zstd),
        ([0x50, 0x2A, 0x4D, 0x18], .zstd),
        ([0x5F, 0x2A, 0x4D, 0x18, 0], .zstd),
        ([0x60, 0x2A, 0x4D, 0x18], .plain),
        ([0x28, 0xB5, 0x2F], .plain),
        (Array("2 12".utf8), .plain),
        (Array("v".utf8), .plain),
        (Array("\n".utf8), .plain),
        ([0], .plain),
    ]

    @Test("magic bytes", arguments: table)
    func magic(row: (prefix: [UInt8], kind: ContentKind)) {
        #expect(ContentKind(prefix: row.prefix) == row.kind)
    }
}
