/// Finds the places where a stream may be cut, so that what follows can be read by itself.
///
/// Plain lines are cut behind any of them. Of JSON, where an event may go over many lines, a line is the last of something
/// whole when it is an object, or closes what a line without indentation has opened.
struct StreamCutter {
    private enum Shape {
        case unknown
        case lines
        /// JSON objects, one after the other.
        case objects
        /// A list, which is whole at its end only.
        case list
    }

    private var shape = Shape.unknown
    /// The first and the last byte of the line so far, but for space at its end; 0 where there is none.
    private var first: UInt8 = 0
    private var last: UInt8 = 0
    private var length = 0

    /// The place behind the last cut in the bytes that came next, or `nil` where they have none.
    mutating func lastCut(in bytes: UnsafeRawBufferPointer) -> Int? {
        if shape == .unknown, let start = bytes.first(where: { $0 > 0x20 }) {
            switch start {
            case UInt8(ascii: "{"): shape = .objects
            case UInt8(ascii: "["): shape = .list
            default: shape = .lines
            }
        }
        guard shape == .objects || shape == .list else {
            return bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
        }
        var cut: Int?
        for (place, byte) in bytes.enumerated() {
            guard byte == UInt8(ascii: "\n") else {
                if length == 0 { first = byte }
                if byte > 0x20 { last = byte }
                length += 1
                continue
            }
            if isWhole { cut = place + 1 }
            (first, last, length) = (0, 0, 0)
        }
        return cut
    }

    private var isWhole: Bool {
        let close = UInt8(ascii: shape == .list ? "]" : "}")
        return last == close && (first == close || (first == UInt8(ascii: "{") && shape == .objects))
    }
}
