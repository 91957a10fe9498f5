#if canImport(Glibc)
    import CMalloc
#endif

/// The memory allocator of the process.
enum Allocator {
    /// Keeps freed blocks instead of giving them back to the kernel, which would have to clear them again.
    ///
    /// Blocks of 2 MiB and more are mapped and given back one by one: a heap that keeps blocks whose sizes change grows with
    /// the length of the input. Row groups, which are most of the memory, have their own pool; column chunks on their way to
    /// a file are smaller. One arena, so that what one worker frees another can use.
    static func keepFreedMemory() {
        #if canImport(Glibc)
            mallopt(M_MMAP_THRESHOLD, 2 << 20)
            mallopt(M_TRIM_THRESHOLD, 1 << 30)
            mallopt(M_TOP_PAD, 16 << 20)
            mallopt(M_ARENA_MAX, 1)
        #endif
    }
}
