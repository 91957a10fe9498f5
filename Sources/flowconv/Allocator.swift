#if canImport(Glibc)
    import CMalloc
#endif

/// The memory allocator of the process.
enum Allocator {
    /// Keeps freed memory for the next row group instead of giving it back to the kernel, which would have to clear it
    /// again: a sixth of the time, measured.
    ///
    /// One arena, so that what one worker frees another can use.
    static func keepFreedMemory() {
        #if canImport(Glibc)
            mallopt(M_MMAP_THRESHOLD, 1 << 30)
            mallopt(M_TRIM_THRESHOLD, 1 << 30)
            mallopt(M_TOP_PAD, 16 << 20)
            mallopt(M_ARENA_MAX, 1)
        #endif
    }
}
