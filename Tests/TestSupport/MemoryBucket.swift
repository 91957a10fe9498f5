import Storage

/// What the stores of several processes have in common: objects with versions, and uploads that outlive whoever began them.
///
/// Like a bucket it has no folders and no locks.
package final class MemoryBucket: Sendable {
    struct Object {
        var bytes: [UInt8]
        var version: Int
    }

    struct Upload {
        let owner: Int
        var sealed: [UInt8]?
    }

    struct State {
        var objects: [String: Object] = [:]
        var uploads: [String: Upload] = [:]
        var dead: Set<Int> = []
        var stores = 0
        var lastNumber = 0

        /// A number that was never given out before.
        mutating func next() -> Int {
            lastNumber += 1
            return lastNumber
        }

        func version(of key: ObjectKey) -> ObjectVersion? {
            objects[key.description].map { ObjectVersion("\($0.version)") }
        }

        mutating func write(_ key: String, _ bytes: [UInt8]) -> Int {
            let version = next()
            objects[key] = Object(bytes: bytes, version: version)
            return version
        }
    }

    let state = Guarded(State())

    /// An empty bucket.
    package init() {}

    /// The keys of all objects, in order.
    package var keys: [String] { state.withLock { $0.objects.keys.sorted() } }

    /// The keys of what a finished run must not leave behind.
    package var leftovers: [String] {
        keys.filter { key in
            ["intents", "claims", "compacting"].contains { key.hasPrefix("_flowconv/\($0)") }
        }
    }

    /// The store of that number is of a dead process: its uploads are nobody's.
    package func kill(_ owner: Int) { state.withLock { _ = $0.dead.insert(owner) } }

    /// How many uploads are neither published nor aborted.
    package var uploads: Int { state.withLock { $0.uploads.count } }
}
