/// The object of a ``Lease``, written by one task at a time.
actor LeaseBeats {
    private let store: any ConditionalStore
    private let key: ObjectKey
    private var text: Lease.Text
    /// What the key holds; `nil` once the lease is over.
    private var version: ObjectVersion?
    private var isWriting = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(store: any ConditionalStore, key: ObjectKey, text: Lease.Text, version: ObjectVersion) {
        self.store = store
        self.key = key
        self.text = text
        self.version = version
    }

    /// Counts on; `false` where the lease is over, or somebody else's.
    func count() async -> Bool {
        guard let old = version, !isWriting else { return false }
        isWriting = true
        defer { endWriting() }
        text.count += 1
        do throws(StorageError) {
            if let new = try await store.settle(key, bytes: text.bytes, replacing: old) {
                version = new
            } else {
                // Refused: the lease is somebody else's, or an earlier beat that seemed to fail was written.
                let found = try await store.current(key)
                version = found.flatMap { text.isSameHolder($0.bytes) ? $0.version : nil }
            }
        } catch {
            // The store does not answer; what it has done with the beat shows at the next one.
        }
        return version != nil
    }

    /// Removes the object, unless it is somebody else's by now; where it cannot be removed it expires.
    func end() async {
        while isWriting { await withCheckedContinuation { waiting.append($0) } }
        guard let last = version else { return }
        version = nil
        for attempt in 1...3 {
            if (try? await store.delete(key, version: last)) != nil { return }
            try? await Task.sleep(for: .milliseconds(20 * attempt))
        }
    }

    private func endWriting() {
        isWriting = false
        for continuation in waiting { continuation.resume() }
        waiting.removeAll()
    }
}
