#if canImport(Glibc)
    import CMalloc
#endif

/// The memory allocator of the process.
enum Allocator {
    /// Keeps freed small blocks instead of giving them back to the kernel, which would have to clear them again.
    ///
    /// Blocks of half a MiB and more, those of row groups, are mapped and given back one by one: their sizes change from
    /// row group to row group, and a heap that keeps them grows with the length of the input (833 MB instead of 279 after
    /// 9.6 million lines from a pipe; 5 % of the time is the price). One arena, so that what one worker frees another can
    /// use.
    static func keepFreedMemory() {
        #if canImport(Glibc)
            mallopt(M_MMAP_THRESHOLD, 512 << 10)
            mallopt(M_TRIM_THRESHOLD, 1 << 30)
            mallopt(M_TOP_PAD, 16 << 20)
            mallopt(M_ARENA_MAX, 1)
        #endif
    }
}
