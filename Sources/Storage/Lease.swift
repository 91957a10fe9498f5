/// A lock in a ``ConditionalStore``: an object that its holder counts on as long as it lives.
///
///     <contents, whole lines>
///     lease <random name of the holder> <count>
///
/// It is taken by writing an object where there is none, or in place of one that was not counted on for too long; each
/// write names the version that it replaces, so of two who try one succeeds. Unlike a lock of the system it may be lost
/// while its holder thinks that it has it: a process that was stopped for a minute finds out afterwards, or never.
final class Lease: ObjectLock {
    /// The bytes of a lease.
    struct Text: Sendable {
        let contents: [UInt8]
        let holder = String(UInt64.random(in: .min ... .max), radix: 36)
        var count = 0

        init(contents: [UInt8]) {
            self.contents = contents
        }

        var bytes: [UInt8] { start + Array("\(count)\n".utf8) }

        private var start: [UInt8] { contents + Array("lease \(holder) ".utf8) }

        /// Whether these are the bytes of the same lease, at whatever count.
        func isSameHolder(_ bytes: [UInt8]) -> Bool { bytes.starts(with: start) }
    }

    private let beats: LeaseBeats
    private let heartbeat: Task<Void, Never>

    init(store: any ConditionalStore, key: ObjectKey, text: Text, version: ObjectVersion, timing: LeaseTiming) {
        let beats = LeaseBeats(store: store, key: key, text: text, version: version)
        self.beats = beats
        // It keeps the count alive and not the lease, whose end ends it.
        heartbeat = Task {
            while (try? await Task.sleep(for: timing.heartbeat)) != nil, await beats.count() {}
        }
    }

    deinit {
        heartbeat.cancel()
        let beats = beats
        Task { await beats.end() }
    }

    func release() async {
        heartbeat.cancel()
        await beats.end()
    }
}
