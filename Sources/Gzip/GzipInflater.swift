/// Inflates gzip as it is found in the wild: many members, optional header fields, zero padding, input cut anywhere.
///
/// It does no I/O and owns no buffers. The owner of both hands it input and room for output until the input is used up,
/// then says so:
///
/// 1. Call ``inflate(from:into:)`` with the input not yet consumed.
/// 2. While the result does not say `needsInput`, call again, with fresh room. An empty input is fine.
/// 3. At the end of the object call ``finish()``, which alone can tell a cut-off object from a whole one.
///
/// Every member's CRC-32 and length are checked. Use outputs of 64 KiB and more; any size works, down to one byte, but
/// both back ends are slow with small ones.
///
/// An inflater can be passed from thread to thread, and one at a time can use it.
public struct GzipInflater: ~Copyable {
    /// What a call of ``inflate(from:into:)`` did.
    public struct Progress: Sendable, Hashable {
        /// How many bytes of the input were used.
        public let consumed: Int
        /// How many bytes of the output were filled.
        public let produced: Int
        /// Whether nothing more can come out without more input.
        ///
        /// It is true only when the whole input was consumed. When it is false, call again even if no input is left.
        public let needsInput: Bool
    }

    private enum Stage {
        case header
        case body
        case trailer
        /// After a member: another one, zero padding or the end.
        case between
        case padding
    }

    private var raw = RawInflater()
    private var stage = Stage.header
    private var header = GzipHeaderParser()
    private var trailer = GzipTrailer()
    private var failure: GzipError?
    private var member = 1
    /// Where the current member begins.
    private var memberOffset = 0
    private var memberChecksum: UInt32 = 0
    private var memberLength = 0

    /// How many compressed bytes have been consumed since the start of the object.
    public private(set) var compressedOffset = 0

    /// How many bytes have been inflated since the start of the object.
    public private(set) var inflatedOffset = 0

    /// Makes an inflater at the start of an object.
    public init() {}

    /// Goes back to the start of an object, whatever the state; gets no memory.
    public mutating func reset() {
        raw.reset()
        stage = .header
        header = GzipHeaderParser()
        trailer = GzipTrailer()
        failure = nil
        member = 1
        memberOffset = 0
        memberChecksum = 0
        memberLength = 0
        compressedOffset = 0
        inflatedOffset = 0
    }

    /// Inflates until the output is full or the input is used up.
    ///
    /// Bytes that were inflated before the damage are never held back: when a call meets damage after it has produced
    /// something, it returns that, and the next call (or ``finish()``) throws. Those bytes are a prefix of the data, but
    /// a member's checksum is only known at its end.
    ///
    /// - Throws: ``GzipError``; every further call throws the same until ``reset()``.
    public mutating func inflate(
        from input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(GzipError) -> Progress {
        var consumed = 0
        var produced = 0
        var needsInput = false
        while failure == nil {
            let restOfInput = UnsafeRawBufferPointer(rebasing: input[consumed...])
            switch stage {
            case .body:
                let restOfOutput = UnsafeMutableRawBufferPointer(rebasing: output[produced...])
                // A back end may hold output that did not fit before, so it is asked even when there is no input.
                if restOfOutput.isEmpty { return Progress(consumed: consumed, produced: produced, needsInput: false) }
                let step = inflateBody(from: restOfInput, into: restOfOutput)
                consumed += step.consumed
                produced += step.produced
                if case .unfinished = step.status {
                    needsInput = consumed == input.count && produced < output.count
                }
            case _ where restOfInput.isEmpty:
                needsInput = true
            case .header:
                consumed += readHeader(restOfInput)
            case .trailer:
                consumed += readTrailer(restOfInput)
            case .between:
                beginMemberOrPadding(restOfInput[0])
            case .padding:
                consumed += skipPadding(restOfInput)
            }
            if needsInput { break }
        }
        if produced == 0, let failure { throw failure }
        return Progress(consumed: consumed, produced: produced, needsInput: needsInput)
    }

    /// Says that the input has ended.
    ///
    /// Call it once ``inflate(from:into:)`` has said `needsInput` for the last of the input.
    ///
    /// - Throws: ``GzipError`` with the code `truncated` in the middle of a member or when there was none at all, or
    ///   with what a previous call found.
    public mutating func finish() throws(GzipError) {
        switch stage {
        case .between, .padding: break
        case .header, .body, .trailer: fail(.truncated)
        }
        if let failure { throw failure }
    }

    private mutating func inflateBody(
        from input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> RawInflateStep {
        let step = raw.inflate(from: input, into: output)
        compressedOffset += step.consumed
        inflatedOffset += step.produced
        memberLength += step.produced
        let produced = UnsafeRawBufferPointer(rebasing: output[..<step.produced])
        memberChecksum = CRC32.update(memberChecksum, with: produced)
        switch step.status {
        case .unfinished:
            // Input and room but no progress: a back end that does this would go on for ever.
            if step.consumed == 0, step.produced == 0, !input.isEmpty { fail(.invalidData) }
        case .finished(let unread):
            trailer = GzipTrailer()
            trailer.take(unread)
            stage = .trailer
            if trailer.isComplete { checkTrailer() }
        case .failed(let code):
            fail(code)
        }
        return step
    }

    private mutating func readHeader(_ input: UnsafeRawBufferPointer) -> Int {
        let (consumed, outcome) = header.consume(input)
        compressedOffset += consumed
        switch outcome {
        case .incomplete: break
        case .complete: stage = .body
        case .invalid(.badMagic) where member > 1:
            member -= 1
            fail(.trailingGarbage, at: memberOffset)
        case .invalid(let code): fail(code, at: compressedOffset - 1)
        }
        return consumed
    }

    private mutating func readTrailer(_ input: UnsafeRawBufferPointer) -> Int {
        let consumed = trailer.consume(input)
        compressedOffset += consumed
        if trailer.isComplete { checkTrailer() }
        return consumed
    }

    private mutating func checkTrailer() {
        if trailer.checksum != memberChecksum {
            fail(.checksumMismatch, at: compressedOffset - GzipTrailer.length)
        } else if trailer.inflatedLength != UInt32(truncatingIfNeeded: memberLength) {
            fail(.lengthMismatch, at: compressedOffset - GzipTrailer.length / 2)
        } else {
            stage = .between
        }
    }

    private mutating func beginMemberOrPadding(_ byte: UInt8) {
        guard byte != 0 else {
            stage = .padding
            return
        }
        raw.reset()
        header = GzipHeaderParser()
        member += 1
        memberOffset = compressedOffset
        memberChecksum = 0
        memberLength = 0
        stage = .header
    }

    /// Tapes and block devices pad with zeros; nothing but zeros may follow the first one.
    private mutating func skipPadding(_ input: UnsafeRawBufferPointer) -> Int {
        let zeros = input.firstIndex { $0 != 0 } ?? input.count
        compressedOffset += zeros
        if zeros < input.count { fail(.trailingGarbage) }
        return zeros
    }

    private mutating func fail(_ code: GzipError.Code, at offset: Int? = nil) {
        if failure != nil { return }
        failure = GzipError(
            code: code,
            compressedOffset: offset ?? compressedOffset,
            inflatedOffset: inflatedOffset,
            member: member
        )
    }
}
