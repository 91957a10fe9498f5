@testable import FlowLogs

/// What comes out of an object that may be an envelope, and what is known about it.
struct EnvelopeExtract: Equatable {
    var bytes: [UInt8] = []
    var origins: [LineOrigin] = []
    var rejects: [RejectedLine] = []
    var headers = 0
    var controlEvents = 0
    var envelope = Envelope.lines
    var failure: EnvelopeError?
    var unfinishedBytes = 0

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads an object whose bytes come in pieces.
    ///
    /// - Parameters:
    ///   - isCutOff: Whether the object's source ends before the object does.
    ///   - room: How much is asked for at a time.
    ///   - piece: How much comes at a time.
    init(
        of object: [UInt8],
        windowSize: Int = 256 << 10,
        isCutOff: Bool = false,
        room: () -> Int = { 1 << 16 },
        piece: () -> Int = { .max }
    ) {
        let reader = EnvelopeReader(windowSize: windowSize)
        var rest = object[...]
        while true {
            // Room of its own for every call, so that a byte behind it is noticed.
            var buffer = [UInt8](repeating: 0xEE, count: max(room(), 1))
            let written = buffer.withUnsafeMutableBytes { bytes in
                reader.read(into: bytes) { target in
                    let part = rest.prefix(min(target.count, max(piece(), 1)))
                    if part.isEmpty { return isCutOff ? nil : 0 }
                    target.copyBytes(from: part)
                    rest = rest.dropFirst(part.count)
                    return part.count
                }
            }
            guard let written, written > 0 else { break }
            bytes += buffer.prefix(written)
        }
        let block = TextBlock(capacity: 0)
        block.offset = bytes.count
        reader.takeNotes(for: block)
        origins = block.notes.origins
        rejects = block.notes.rejects
        headers = block.notes.headers
        controlEvents = reader.controlEvents
        envelope = reader.envelope
        failure = reader.failure
        unfinishedBytes = reader.unfinishedBytes
    }
}
