/// What flow logs are sometimes wrapped in or replaced by that is not read, told by its first bytes.
enum ForeignContent {
    private static let beginnings: [(bytes: [UInt8], advice: String)] = [
        (Array("BZh".utf8), "this is compressed with bzip2, which is not read; decompress it first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "this is compressed with xz, which is not read; decompress it first"),
        ([0x04, 0x22, 0x4D, 0x18], "this is compressed with LZ4, which is not read; decompress it first"),
        (
            [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59],
            "this is compressed with Snappy, which is not read; decompress it first"
        ),
        (Array("PK\u{3}\u{4}".utf8), "this is a ZIP archive, which is not read; unpack it first"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "this is a 7z archive, which is not read; unpack it first"),
        (Array("Obj\u{1}".utf8), "this is an Avro file, which is not read; give the logs as they were delivered"),
        (Array("ORC".utf8), "this is an ORC file, which is not read; give the logs as they were delivered"),
        ([0xFF, 0xFE], utf16), ([0xFE, 0xFF], utf16),
        (
            Array("<".utf8),
            "this is XML or HTML, perhaps an error message in the object's place; fetch the object again"
        ),
        ([0x1B, 0x5B], "there are colours for a terminal in it; run aws with --color off"),
    ]
    private static let utf16 =
        "this is UTF-16, as PowerShell's > writes it; make UTF-8 of it: iconv -f UTF-16 -t UTF-8"

    /// What the text is and what to do about it, or `nil` where nothing is known.
    static func advice(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        if let known = beginnings.first(where: { text.starts(with: $0.bytes) }) { return known.advice }
        let first = text.prefix(4096)
        // ASCII in two bytes a character, without a mark before it.
        if first.count >= 4,
            [0, 1].contains(where: { zero in (0..<4).allSatisfy { (first[$0] == 0) == ($0 % 2 == zero) } })
        {
            return utf16
        }
        let line = first.prefix { $0 != UInt8(ascii: "\n") }
        if let place = line.firstIndex(of: UInt8(ascii: "\r")), place + 1 < line.endIndex {
            return "its lines end with a carriage return alone; put newlines there: tr '\\r' '\\n'"
        }
        if line.contains(UInt8(ascii: "\t")), !line.contains(UInt8(ascii: " ")) {
            return "its fields are set apart by tabs; put spaces there: tr '\\t' ' '"
        }
        return nil
    }
}
