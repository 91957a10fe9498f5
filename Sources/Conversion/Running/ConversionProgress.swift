import FlowLogs
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
        /// Lines that were rejected, of units that are done.
        public var rejectedLines = 0
        /// Rows that are in the lake, of units that are done.
        public var rows = 0
        /// Units that are done.
        public var units = 0
        /// Objects that are known and not yet in the lake.
        public var waitingObjects = 0
        /// How long the oldest of them has been known, in seconds.
        public var lagInSeconds = 0.0
    }

    /// All counts 0.
    public init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    func begin(totalBytes: Int) { state.withLock { $0.totalBytes = totalBytes } }

    /// Takes note of a unit that is done.
    func finish(_ report: ConversionReport) {
        state.withLock {
            $0.units += 1
            $0.rows += report.lines.rows
            $0.rejectedLines += report.lines.rejected
        }
    }

    func setWaiting(objects: Int, oldest: Duration?) {
        state.withLock {
            $0.waitingObjects = objects
            $0.lagInSeconds = oldest.map { $0 / .milliseconds(1) / 1e3 } ?? 0
        }
    }

    func add(lines: Int, bytes: Int) {
        state.withLock {
            $0.lines += lines
            $0.bytes += bytes
        }
    }
}
