import Synchronization

/// Running counts that a progress line is made of.
public final class ConversionProgress: Sendable {
    private let state = Mutex<Snapshot>(Snapshot())

    /// The counts at one moment.
    public struct Snapshot: Sendable {
        /// Lines read.
        public var lines = 0
        /// Bytes as they were read.
        public var bytes = 0
        /// Bytes of all inputs; 0 where standard input is among them.
        public var totalBytes = 0
    }

    /// All counts 0.
    public init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    func begin(totalBytes: Int) { state.withLock { $0.totalBytes = totalBytes } }

    func add(lines: Int, bytes: Int) {
        state.withLock {
            $0.lines += lines
            $0.bytes += bytes
        }
    }
}
