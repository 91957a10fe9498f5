import FlowLogs

/// The lines of one file or of standard input, inflated where they are gzip.
public enum InputLines {
    /// A line without its line end.
    public struct Line: Sendable {
        /// Its number, from 1.
        public let number: Int
        /// Where it begins in the inflated object, in bytes.
        public let offset: Int
        /// Its bytes.
        public let bytes: [UInt8]
    }

    /// Calls `body` with every line that is not blank, until it returns `false`.
    ///
    /// Lines longer than ``FlowLogs/LineBlocks/lineLimit`` are passed over and counted.
    ///
    /// - Throws: ``ConversionError`` where the file is missing, cannot be read or is corrupt.
    public static func forEach(of path: String, _ body: (Line) -> Bool) throws(ConversionError) {
        let source: InputObject.Source = path == "-" ? .standardInput : .file(path: path)
        let reader = try ObjectReader(InputObject(source: source, name: path, size: nil, identity: nil))
        let block = TextBlock(capacity: LineBlocks.blockSize)
        var number = 0
        while try reader.fill(block) {
            if block.oversizedLine != nil { number += 1 }
            for (offset, bytes) in block.lines() {
                number += 1
                guard bytes.contains(where: { $0 != UInt8(ascii: " ") }) else { continue }
                guard body(Line(number: number, offset: offset, bytes: bytes)) else { return }
            }
        }
    }
}
