/// Bounds of text: unsigned byte order, cut to a length that keeps footers small (parquet.thrift, `Statistics`).
enum ByteArrayBounds {
    /// Whether `left` comes before `right` in unsigned byte order, the order of STRING columns.
    static func isLess(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    /// The first `limit` bytes of a lower bound, cut between characters.
    static func lower(_ value: ArraySlice<UInt8>, limit: Int) -> (bytes: [UInt8], isExact: Bool) {
        guard value.count > limit else { return (Array(value), true) }
        return (cut(value, limit), false)
    }

    /// At most `limit` bytes that come behind `value`, or `nil` where there are none: cut between characters, and the
    /// last character that can be is raised by one.
    static func upper(_ value: ArraySlice<UInt8>, limit: Int) -> (bytes: [UInt8]?, isExact: Bool) {
        guard value.count > limit else { return (Array(value), true) }
        var scalars = Array(String(decoding: cut(value, limit), as: UTF8.self).unicodeScalars)
        while let last = scalars.popLast() {
            // The scalar behind U+D7FF is U+E000: surrogates are no characters.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            if let raised = Unicode.Scalar(next), UTF8.width(raised) == UTF8.width(last) {
                scalars.append(raised)
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars)
                return (Array(String(text).utf8), false)
            }
        }
        return (nil, false)
    }

    /// At most `limit` first bytes, without a part of a character at the end.
    private static func cut(_ value: ArraySlice<UInt8>, _ limit: Int) -> [UInt8] {
        var end = value.startIndex + limit
        while end > value.startIndex, value[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(value[value.startIndex..<end])
    }
}
