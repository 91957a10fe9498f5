import FlowLogs
import Gzip

/// Generated lines, as text and as a gzip object.
public struct Lines: Sendable {
    /// How many records.
    public let count: Int
    /// The text, header line first.
    public let text: [UInt8]

    /// Lines of one hour; the same every time.
    public init(_ count: Int, format: SyntheticFormat = .default) {
        self.count = count
        var generator = FlowLogGenerator(format: format, lines: count, seed: 7, start: 1_748_304_000, duration: 3540)
        var text: [UInt8] = []
        while generator.append(4096, to: &text) {}
        self.text = text
    }

    /// The text as a gzip object.
    public var object: [UInt8] { GzipCompressor.member(of: text) ?? [] }

    /// The text in blocks of whole lines, as the parser takes them.
    public func blocks() -> [TextBlock] {
        var lines = LineBlocks()
        var blocks: [TextBlock] = []
        var position = 0
        while true {
            let block = TextBlock(capacity: LineBlocks.blockSize)
            let isFilled = lines.fill(block) { room in
                let piece = text[position..<min(position + room.count, text.count)]
                room.copyBytes(from: piece)
                position += piece.count
                return piece.count
            }
            guard isFilled else { return blocks }
            blocks.append(block)
        }
    }

    private init(count: Int, text: [UInt8]) {
        self.count = count
        self.text = text
    }

    /// The values of one field as lines of their own, below its name.
    public func only(_ field: String) -> Lines {
        let values = values(of: field)
        return Lines(count: values.count, text: Array(([Array(field.utf8)] + values).joined(separator: [0x0A])))
    }

    /// The values of one field, without those that are missing.
    public func values(of field: String) -> [[UInt8]] {
        let lines = text.split(separator: UInt8(ascii: "\n"))
        let names = lines[0].split(separator: UInt8(ascii: " "))
        guard let place = names.firstIndex(where: { $0.elementsEqual(field.utf8) }) else { return [] }
        return lines.dropFirst().map { Array($0.split(separator: UInt8(ascii: " "))[place]) }.filter { $0 != [0x2D] }
    }
}
