internal import CZstd

/// Decompresses zstd (RFC 8878) piece by piece: any number of frames, skippable ones between them.
///
/// It is used like `GzipInflater`: hand it input and room until it wants more input, and say when the input has ended.
/// Frames' checksums are verified where they have one. A frame that wants a window of more than 128 MiB is refused.
public final class ZstdInflater {
    /// What a call of ``inflate(from:into:)`` did.
    public struct Progress: Sendable, Hashable {
        /// How many bytes of the input were used.
        public let consumed: Int
        /// How many bytes of the output were filled.
        public let produced: Int
        /// Whether nothing more can come out without more input.
        public let needsInput: Bool
    }

    // Unsafe: the library's state, freed in deinit.
    private let context: OpaquePointer?
    /// Whether input ends between frames here.
    private var isBetweenFrames = true
    /// How many compressed bytes have been consumed.
    public private(set) var compressedOffset = 0
    /// How many bytes have come out.
    public private(set) var inflatedOffset = 0

    /// An inflater at the start of an object.
    public init() {
        context = ZSTD_createDCtx()
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Decompresses until the output is full or the input is used up.
    ///
    /// - Throws: ``ZstdError``.
    public func inflate(
        from input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(ZstdError) -> Progress {
        guard let context else { throw error(.outOfMemory) }
        // Unsafe: the library reads and writes the buffers of the caller for the length of the call.
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while target.pos < target.size {
            let before = (source.pos, target.pos)
            let result = ZSTD_decompressStream(context, &target, &source)
            if ZSTD_isError(result) != 0 {
                compressedOffset += source.pos
                inflatedOffset += target.pos
                throw error(.invalidData(String(cString: ZSTD_getErrorName(result))))
            }
            // A call without input must not turn the end of a frame into the beginning of another.
            if (source.pos, target.pos) != before { isBetweenFrames = result == 0 }
            if source.pos == source.size, target.pos == before.1 || result == 0 { break }
            if (source.pos, target.pos) == before { break }
        }
        compressedOffset += source.pos
        inflatedOffset += target.pos
        return Progress(
            consumed: source.pos,
            produced: target.pos,
            needsInput: source.pos == source.size && target.pos < target.size
        )
    }

    /// Says that the input has ended.
    ///
    /// - Throws: ``ZstdError`` with the code `truncated` in the middle of a frame.
    public func finish() throws(ZstdError) {
        guard isBetweenFrames else { throw error(.truncated) }
    }

    private func error(_ code: ZstdError.Code) -> ZstdError {
        ZstdError(code: code, compressedOffset: compressedOffset, inflatedOffset: inflatedOffset)
    }
}
