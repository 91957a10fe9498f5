/// Room for a known number of values that is used again and again.
///
/// One task owns it at a time.
public final class ScratchBuffer<Element: BitwiseCopyable> {
    // Unsafe: uninitialised room that its user writes before reading; freed in deinit.
    private var storage: UnsafeMutableBufferPointer<Element>

    /// No room yet.
    public init() {
        storage = .init(start: nil, count: 0)
    }

    deinit { release() }

    /// Room for at least `count` values; what it holds is undefined.
    public func room(_ count: Int) -> UnsafeMutablePointer<Element> {
        if storage.count < max(count, 1) {
            release()
            let capacity = max(count, 1) + count / 4
            let block = BlockPool.shared.allocate(capacity * MemoryLayout<Element>.stride)
            storage = UnsafeMutableBufferPointer(
                start: block.bindMemory(to: Element.self, capacity: capacity),
                count: capacity
            )
        }
        // At least one element is always allocated.
        return storage.baseAddress.unsafelyUnwrapped
    }

    private func release() {
        guard let base = storage.baseAddress else { return }
        BlockPool.shared.deallocate(base, storage.count * MemoryLayout<Element>.stride)
    }
}
