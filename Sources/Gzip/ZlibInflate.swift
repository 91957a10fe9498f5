#if !ISAL
    internal import CZlib

    /// Raw inflate by zlib.
    struct ZlibInflate: RawInflate, ~Copyable, @unchecked Sendable {
        // Unsafe: zlib keeps a pointer back to its stream, so the stream needs an address that stays the same. This
        // struct is the only owner and cannot be copied, so one thread at a time can reach it: hence
        // `@unchecked Sendable`.
        private let stream: UnsafeMutablePointer<z_stream>
        private let isReady: Bool

        init() {
            stream = .allocate(capacity: 1)
            stream.initialize(to: z_stream())
            // A negative number of window bits means raw deflate.
            isReady = flowconv_inflateInit2(stream, -15) == Z_OK
        }

        deinit {
            if isReady { inflateEnd(stream) }
            stream.deallocate()
        }

        mutating func reset() {
            if isReady { inflateReset(stream) }
        }

        mutating func inflate(
            from input: UnsafeRawBufferPointer,
            into output: UnsafeMutableRawBufferPointer
        ) -> RawInflateStep {
            guard isReady else { return RawInflateStep(consumed: 0, produced: 0, status: .failed(.outOfMemory)) }
            // Unsafe: the library's fields are pointers. It only reads the input, although C leaves out the `const`,
            // and neither pointer is used again after the call.
            let nextIn = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let available = UInt32(clamping: input.count)
            let room = UInt32(clamping: output.count)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: nextIn)
            stream.pointee.avail_in = available
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = room

            let status: RawInflateStep.Status =
                switch CZlib.inflate(stream, Z_NO_FLUSH) {
                case Z_OK, Z_BUF_ERROR: .unfinished
                // zlib gives unread bytes back itself, by way of `avail_in`.
                case Z_STREAM_END: .finished(unread: .none)
                case Z_MEM_ERROR: .failed(.outOfMemory)
                default: .failed(.invalidData)
                }
            return RawInflateStep(
                consumed: Int(available - stream.pointee.avail_in),
                produced: Int(room - stream.pointee.avail_out),
                status: status
            )
        }
    }
#endif
