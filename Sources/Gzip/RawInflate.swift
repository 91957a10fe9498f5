/// The back end of ``GzipInflater``: inflates one raw deflate stream at a time (RFC 1951, no header, no checksum).
protocol RawInflate: ~Copyable {
    /// Gets the library's memory; a failure shows in the first ``inflate(from:into:)``.
    init()

    /// Makes ready for the next stream, without getting memory.
    mutating func reset()

    /// Inflates until the stream ends, the output is full, the input is used up or the data is wrong.
    ///
    /// Input that was taken may still be on its way to the output when the output is full.
    mutating func inflate(
        from input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> RawInflateStep
}

/// What one call of a back end did.
struct RawInflateStep {
    /// How things stand.
    enum Status {
        /// The stream goes on.
        case unfinished
        /// The stream is over; `unread` holds the bytes taken that come after it.
        case finished(unread: RawInflateLeftover)
        /// The stream cannot go on.
        case failed(GzipError.Code)
    }

    var consumed: Int
    var produced: Int
    var status: Status
}

/// Whole bytes that a back end took from the input but that follow the deflate data; the first one is lowest.
struct RawInflateLeftover {
    static let none = RawInflateLeftover(bytes: 0, count: 0)

    var bytes: UInt64
    var count: Int
}

#if ISAL
    typealias RawInflater = ISALInflate
#else
    typealias RawInflater = ZlibInflate
#endif

extension GzipInflater {
    /// The library that inflates in this build: `ISA-L` or `zlib`.
    public static var libraryName: String {
        #if ISAL
            "ISA-L"
        #else
            "zlib"
        #endif
    }
}
