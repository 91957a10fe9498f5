/// Takes records out of the envelope that they arrive in, between inflation and ``LineBlocks``.
///
/// Which envelope it is, is told by the first bytes. Plain lines pass through: beyond the first window nothing of them is
/// copied. The window is filled to the brim before a rewriter sees it, so that nothing depends on the pieces that the
/// bytes come in.
public final class EnvelopeReader {
    /// The longest event in bytes, as it stands in its envelope.
    public static let eventLimit = 4 << 20

    /// What Windows puts before UTF-8.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let window: ByteWindow
    private let output = EventOutput()
    private var rewriter: (any EnvelopeRewriter)?
    /// Lines that had no room where they were wanted.
    private let staged: ByteWindow
    private var isDetected = false
    private var isAtEnd = false
    private var isCutOff = false
    /// Bytes of a mark before the text, which are not part of it.
    private var markLength = 0

    /// Why reading stopped before the end of the object.
    public private(set) var failure: EnvelopeError?
    /// Bytes at the end of the object that belong to an event that is not whole; only where its source was cut off.
    public private(set) var unfinishedBytes = 0

    /// A reader at the beginning of an object.
    public convenience init() { self.init(windowSize: 256 << 10) }

    init(windowSize: Int) {
        window = ByteWindow(capacity: windowSize)
        staged = ByteWindow(capacity: min(windowSize, 4096))
    }

    /// The envelope, as far as is known by now.
    public var envelope: Envelope { rewriter?.envelope ?? .lines }

    /// Events that CloudWatch Logs sent to see whether the destination is there.
    public var controlEvents: Int { output.controlEvents }

    /// Moves what is known of the lines before `textOffset` to the block that holds them.
    public func takeNotes(for block: TextBlock) {
        output.notes.move(before: block.offset + block.count, to: &block.notes)
        if markLength > 0 { block.shift(by: markLength, isEnveloped: rewriter != nil) }
    }

    /// Writes lines into `room` and returns how many bytes; 0 at the end, and `nil` where the object ends in the middle of
    /// things.
    ///
    /// - Parameter source: Gives bytes of the object, in the same way.
    public func read<Failure: Error>(
        into room: UnsafeMutableRawBufferPointer,
        from source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) -> Int? {
        if !isDetected { try detect(source) }
        if rewriter == nil {
            if window.count > 0 { return window.move(into: room) }
            if isAtEnd { return isCutOff ? nil : 0 }
            return try source(room)
        }
        while true {
            if staged.count > 0 { return staged.move(into: room) }
            if failure != nil { return nil }
            if window.count > 0 {
                let written = rewrite(into: room)
                if written > 0 { return written }
                if staged.count > 0 || failure != nil { continue }
            }
            if isAtEnd {
                if isCutOff { unfinishedBytes = window.count }
                return isCutOff ? nil : 0
            }
            try fill(source)
        }
    }

    /// Rewrites what the window holds; a first event that does not fit the room goes to the staged lines.
    private func rewrite(into room: UnsafeMutableRawBufferPointer) -> Int {
        output.begin(room)
        runRewriter()
        output.end()
        guard output.count == 0, output.isFull, failure == nil else { return output.count }
        while true {
            let written = staged.append { room in
                output.begin(room)
                runRewriter()
                output.end()
                return output.count
            }
            if written > 0 || !output.isFull || failure != nil { return 0 }
            staged.grow()
        }
    }

    private var text: UnsafeBufferPointer<UInt8> { window.bytes.assumingMemoryBound(to: UInt8.self) }

    private func runRewriter() {
        do throws(EnvelopeError) {
            let isLast = isAtEnd && !isCutOff
            window.consume(try rewriter?.rewrite(text, isLast: isLast, into: output) ?? 0)
        } catch {
            failure = EnvelopeError(code: error.code, line: error.line, offset: error.offset + markLength)
        }
    }

    private func detect<Failure: Error>(
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) {
        isDetected = true
        while !isAtEnd, window.count < EnvelopeDetection.prefixLength {
            if window.isFull { window.grow() }
            try take(source)
        }
        if window.prefix(Self.byteOrderMark.count) == Self.byteOrderMark {
            markLength = Self.byteOrderMark.count
            window.consume(markLength)
        }
        rewriter = EnvelopeDetection.rewriter(text)
    }

    private func fill<Failure: Error>(
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) {
        if window.isFull {
            guard window.capacity < Self.eventLimit else {
                failure = EnvelopeError(
                    code: .tooLong,
                    line: rewriter?.line ?? 1,
                    offset: (rewriter?.offset ?? 0) + markLength
                )
                return
            }
            window.grow()
        }
        while !isAtEnd, !window.isFull { try take(source) }
    }

    private func take<Failure: Error>(
        _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) {
        _ = try window.append { room throws(Failure) in
            let received = try source(room)
            isAtEnd = (received ?? 0) == 0
            isCutOff = received == nil
            return received ?? 0
        }
    }
}
