#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory behind which nothing can be read: who does ends the test.
public enum GuardedMemory {
    /// Calls `body` with a copy of some elements, the last of which is the last thing before a page that is out of reach.
    public static func withCopy<Element: BitwiseCopyable, Result>(
        of elements: [Element],
        _ body: (UnsafeBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let size = elements.count * MemoryLayout<Element>.stride
        let room = (size + page - 1) / page * page
        let block = mmap(nil, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let block, block != MAP_FAILED else { preconditionFailure("there is no memory for \(room) bytes") }
        defer { munmap(block, room + page) }
        precondition(mprotect(block + room, page, PROT_NONE) == 0)
        let copy = (block + room - size).bindMemory(to: Element.self, capacity: elements.count)
        elements.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { copy.update(from: first, count: elements.count) }
        }
        return try body(UnsafeBufferPointer(start: copy, count: elements.count))
    }
}
