#if ISAL
    internal import CISAL

    /// Raw inflate by ISA-L.
    ///
    /// The library can check gzip's CRC-32 itself (`ISAL_GZIP` and its siblings), but that costs the same as calling
    /// its `crc32_gzip_refl` on each piece of output (0.9 ns a byte all told, either way), and it says nothing about
    /// which of the two trailer fields is wrong. So it is used as a plain deflate decoder.
    ///
    /// Advice for changers: the library inflates the first 32 to 64 KiB of every call into a buffer of its own and
    /// copies them out, and moves its history on every call. From 64 KiB of output a call this no longer shows.
    struct ISALInflate: RawInflate, ~Copyable, @unchecked Sendable {
        // Unsafe: about 90 KB that C code changes in place, with tables too large for Swift to import. This struct is
        // the only owner and cannot be copied, so one thread at a time can reach it: hence `@unchecked Sendable`.
        private let state: UnsafeMutablePointer<inflate_state>

        init() {
            state = .allocate(capacity: 1)
            isal_inflate_init(state)
        }

        deinit {
            state.deallocate()
        }

        mutating func reset() {
            isal_inflate_reset(state)
        }

        mutating func inflate(
            from input: UnsafeRawBufferPointer,
            into output: UnsafeMutableRawBufferPointer
        ) -> RawInflateStep {
            // Unsafe: the library's fields are pointers. It only reads the input, although C leaves out the `const`,
            // and neither pointer is used again after the call.
            let nextIn = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let available = UInt32(clamping: input.count)
            let room = UInt32(clamping: output.count)
            state.pointee.next_in = UnsafeMutablePointer(mutating: nextIn)
            state.pointee.avail_in = available
            state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = room

            let result = isal_inflate(state)
            let status: RawInflateStep.Status =
                if result != ISAL_DECOMP_OK {
                    .failed(.invalidData)
                } else if state.pointee.block_state == ISAL_BLOCK_FINISH {
                    .finished(unread: leftover())
                } else {
                    .unfinished
                }
            return RawInflateStep(
                consumed: Int(available - state.pointee.avail_in),
                produced: Int(room - state.pointee.avail_out),
                status: status
            )
        }

        /// Takes the whole bytes that are left in the bit buffer at the end of a stream.
        ///
        /// `read_in` holds `read_in_length` unread bits, lowest first. Those that do not fill a byte pad the deflate
        /// data; the rest belong to the trailer and may come from an earlier input than the current one, so they cannot
        /// be given back as unconsumed.
        private func leftover() -> RawInflateLeftover {
            let bits = max(0, Int(state.pointee.read_in_length))
            let bytes = state.pointee.read_in >> UInt64(bits % 8)
            state.pointee.read_in = 0
            state.pointee.read_in_length = 0
            return RawInflateLeftover(bytes: bytes, count: bits / 8)
        }
    }
#endif
