import CMalloc

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory straight from the kernel, which gets all of it back at once: an allocator keeps what lies between other blocks.
///
/// Sizes are whole pages.
enum MappedMemory {
    // Unsafe: addresses of mappings, each of which its owner unmaps once with the size that it has.

    /// Fresh memory, page by page as it is first written to.
    static func map(_ size: Int) -> UnsafeMutableRawPointer {
        let block = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let block, block != MAP_FAILED else { preconditionFailure("there is no memory for \(size) bytes") }
        return block
    }

    /// The same memory, made larger without copying; `nil` where the system cannot.
    static func grow(_ block: UnsafeMutableRawPointer, from size: Int, to larger: Int) -> UnsafeMutableRawPointer? {
        flowconv_remap(block, size, larger)
    }

    static func unmap(_ block: UnsafeMutableRawPointer, _ size: Int) { munmap(block, size) }
}
