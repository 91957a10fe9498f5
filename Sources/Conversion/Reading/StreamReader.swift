import FlowLogs
import Gzip
import Storage
import Zstd

/// Standard input in pieces, each of which is read like an object of its own.
///
/// A piece begins with a byte and ends when its time is over or it is large enough, behind a whole line; the beginning of a
/// line waits for the next piece. Compression goes on from piece to piece. A line of more than a MiB is not held back: then
/// the piece goes on until it ends.
final class StreamReader: BlockSource {
    /// When a piece ends.
    struct Limits {
        /// How long after its first byte.
        let interval: Duration
        /// After how many bytes of text.
        let size: Int
    }

    /// What came of waiting for text.
    private enum Arrival {
        case text
        case end
        case pause
    }

    private let source: StreamSource
    private let stop: StopRequest
    private let limits: Limits
    /// Text that was not handed over: whole lines up to `ready`, and the beginning of one.
    private let window = ByteWindow(capacity: 1 << 20)
    private var ready = 0
    private var cutter = StreamCutter()
    /// Whether what is handed over ends in the middle of a line, so that the piece cannot end there.
    private var isMidLine = false
    private var isAtEnd = false
    private var firstLine: [UInt8] = []
    private var hasFirstLine = false

    // The piece.
    private var envelopes = EnvelopeReader()
    private var lines = LineBlocks()
    /// A header line of CSV that is put before every piece but the first, since they cannot be read without.
    private(set) var preamble: [UInt8] = []
    private var preambleRest: ArraySlice<UInt8> = []
    private var size = 0

    /// The place of the piece in the text of the stream, in bytes.
    private(set) var offset = 0
    /// The lines before the piece, where the stream has an envelope.
    private(set) var linesBefore = 0
    private var linesOfPiece = 0

    /// Opens standard input.
    ///
    /// - Parameter progress: Is told how long the piece under way has been waiting.
    init(
        limits: Limits,
        stop: StopRequest,
        options: ReadingOptions,
        progress: ConversionProgress?
    ) throws(ConversionError) {
        source = try StreamSource(stop: stop, salvages: options.salvages) { waited in
            progress?.setWaiting(objects: 1, oldest: waited)
        }
        self.limits = limits
        self.stop = stop
    }

    /// Bytes as they were read, of all pieces.
    var bytesRead: Int { source.bytesRead }
    /// Bytes of the text of this piece.
    var pieceSize: Int { size }
    /// The envelope of this piece's records.
    var envelope: Envelope { envelopes.envelope }
    /// Events of this piece that are no records.
    var controlEvents: Int { envelopes.controlEvents }
    /// Bytes that were read and belong to no piece: the beginning of a line whose end has not come.
    var unfinishedBytes: Int { window.count }

    /// What is missing, where the stream was salvaged.
    var loss: ObjectLoss? {
        guard let reason = source.damage else { return nil }
        return ObjectLoss(
            name: "-",
            reason: reason,
            inflatedOffset: offset + size,
            unfinishedBytes: envelopes.unfinishedBytes + lines.unfinishedBytes
        )
    }

    // MARK: Pieces

    /// Waits for the next piece; `false` when the stream has ended or a stop was asked for.
    ///
    /// - Throws: ``ConversionError`` where nothing more can be read.
    func beginPiece() async throws(ConversionError) -> Bool {
        endPiece()
        source.beginWaiting()
        while ready == 0, !isAtEnd || window.isEmpty {
            if isAtEnd || stop.isMade { return false }
            if try receive() == .pause { try? await Task.sleep(for: .milliseconds(50)) }
        }
        source.beginPiece(limits.interval)
        return true
    }

    private func endPiece() {
        if envelope == .csvExport || envelope == .commaSeparated { preamble = firstLine }
        offset += size
        linesBefore += linesOfPiece
        (size, linesOfPiece) = (0, 0)
        envelopes = EnvelopeReader()
        lines = LineBlocks()
        preambleRest = preamble[...]
    }

    /// Fills `block` with the next whole lines; `false` at the end of the piece.
    func fill(_ block: TextBlock) throws(ConversionError) -> Bool {
        // A copy, so that the reader itself is free to be called back.
        var lines = lines
        defer { self.lines = lines }
        let isFilled = try lines.fill(block) { room throws(ConversionError) in
            try envelopes.read(into: room) { room throws(ConversionError) in try read(into: room) }
        }
        envelopes.takeNotes(for: block)
        if let failure = envelopes.failure {
            throw ConversionError(.invalidData, "-: \(failure) of the piece that begins at offset \(offset)")
        }
        return isFilled || block.hasNotes
    }

    /// Writes text of the piece into `room`; 0 at its end, `nil` where it ends in the middle of things.
    private func read(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        if !preambleRest.isEmpty {
            let count = min(room.count, preambleRest.count)
            room.copyBytes(from: preambleRest.prefix(count))
            preambleRest.removeFirst(count)
            return count
        }
        while ready == 0 {
            if isAtEnd {
                // The last line may do without a newline.
                ready = window.count
                if ready == 0 { return source.damage == nil ? 0 : nil }
                break
            }
            if !isMidLine, source.isOver || size >= limits.size { return 0 }
            switch try receive() {
            case .text: continue
            case .end: continue
            case .pause:
                if !isMidLine { return 0 }
                if stop.isMade { return nil }
            }
        }
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, ready)])
        let moved = window.move(into: part)
        ready -= moved
        size += moved
        note(UnsafeRawBufferPointer(rebasing: part[..<moved]))
        return moved
    }

    /// Keeps the first line of the stream, and counts lines where their numbers are not the parser's.
    private func note(_ text: UnsafeRawBufferPointer) {
        if !hasFirstLine {
            let end = text.firstIndex(of: UInt8(ascii: "\n"))
            firstLine += text[..<(end.map { $0 + 1 } ?? text.count)]
            hasFirstLine = end != nil || firstLine.count > LineBlocks.blockSize
        }
        if offset == 0 || envelope != .lines { linesOfPiece += text.count { $0 == UInt8(ascii: "\n") } }
    }

    /// Waits for text, until the piece is over.
    private func receive() throws(ConversionError) -> Arrival {
        let before = window.count
        guard let received = try source.read(into: window, isPatient: isMidLine) else { return .pause }
        if received == 0 {
            isAtEnd = true
            return .end
        }
        let cut = cutter.lastCut(in: UnsafeRawBufferPointer(rebasing: window.bytes[before...]))
        if let cut {
            ready = before + cut
            isMidLine = false
        } else if isMidLine || window.isFull {
            ready = window.count
            isMidLine = true
        }
        return .text
    }
}
