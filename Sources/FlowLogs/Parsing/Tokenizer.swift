/// Cuts one line into tokens, tolerating runs of spaces, spaces at both ends and a carriage return before the newline.
enum Tokenizer {
    /// The tokens of a line without its newline.
    static func tokens(_ line: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
        let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
        return trimmed.split(separator: UInt8(ascii: " ")).map { UnsafeBufferPointer(rebasing: $0) }
    }
}
