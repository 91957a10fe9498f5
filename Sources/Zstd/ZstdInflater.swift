internal import CZstd

/// Decompresses zstd (RFC 8878) piece by piece: any number of frames, skippable ones between them.
///
/// It is used like `GzipInflater`: hand it input and room until it wants more input, and say when the input has ended.
/// Frames' checksums and sizes are verified where they have them. A frame that wants a window of more than 128 MiB is
/// refused.
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
    /// The beginning of the frame, as long as a header can be.
    private var header: [UInt8] = []
    private var frameSize: UInt64 = 0
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
            if (source.pos, target.pos) != before {
                note(UnsafeRawBufferPointer(rebasing: input[before.0..<source.pos]), target.pos - before.1)
                // The library may know frames of before RFC 8878, but not in every cut.
                guard isFrame else { throw error(.invalidData("unknown frame descriptor")) }
                isBetweenFrames = result == 0
                if isBetweenFrames, let size = announcedSize, size != frameSize {
                    throw error(.invalidData("a frame of \(size) bytes has \(frameSize)"))
                }
            }
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

    /// Keeps account of the frame that the bytes belong to.
    private func note(_ input: UnsafeRawBufferPointer, _ produced: Int) {
        if isBetweenFrames { (header, frameSize) = ([], 0) }
        header += input.prefix(max(Self.longestHeader - header.count, 0))
        frameSize += UInt64(produced)
    }

    /// Whether the frame begins like one: RFC 8878, sections 3.1.1 and 3.1.2; little endian.
    private var isFrame: Bool {
        guard header.count >= 4 else { return true }
        return header.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
            || (header[0] & 0xF0 == 0x50 && header[1...3].elementsEqual([0x2A, 0x4D, 0x18]))
    }

    /// RFC 8878, section 3.1.1.1: magic number, descriptor, window, dictionary, content size.
    private static let longestHeader = 4 + 1 + 1 + 4 + 8

    /// What the frame says of the size of its content, if it does.
    ///
    /// The library does not look at it where the last block is empty and the frame comes in pieces.
    private var announcedSize: UInt64? {
        // Unsafe: the library reads the array in place.
        let size = header.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two greatest numbers stand for an unknown size and for an error.
        return size < .max - 1 ? size : nil
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
