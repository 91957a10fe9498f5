import FlowLogs
import Gzip
import Zstd

/// A window of compressed bytes, and what inflates them; what they are is told by the first of them.
final class InflateStage {
    /// The bytes that are not yet inflated.
    let window = ByteWindow(capacity: 256 << 10)
    /// What the bytes are; empty before ``detect()``.
    private(set) var kind = ContentKind.empty

    private var gzip = GzipInflater()
    private lazy var zstd = ZstdInflater()
    private var needsInput = true

    /// Looks at the first bytes of the window.
    func detect() { kind = ContentKind(prefix: window.prefix(ContentKind.prefixLength)) }

    /// Whether the bytes are compressed.
    var isCompressed: Bool { kind == .gzip || kind == .zstd }

    /// Inflates into `room` and returns how many bytes; 0 at the end.
    ///
    /// - Parameter refill: Fills the empty window; leaves it empty at the end.
    /// - Throws: `GzipError`, `ZstdError`, or what `refill` throws.
    func inflate(into room: UnsafeMutableRawBufferPointer, _ refill: () throws -> Void) throws -> Int {
        while true {
            // Between refills the inflater may still hold text that had no room.
            if needsInput, window.isEmpty { try refill() }
            if needsInput, window.isEmpty {
                if kind == .gzip { try gzip.finish() } else { try zstd.finish() }
                return 0
            }
            let produced = try kind == .gzip ? stepGzip(room) : stepZstd(room)
            if produced > 0 { return produced }
        }
    }

    private func stepGzip(_ room: UnsafeMutableRawBufferPointer) throws(GzipError) -> Int {
        let step = try gzip.inflate(from: window.bytes, into: room)
        window.consume(step.consumed)
        needsInput = step.needsInput
        return step.produced
    }

    private func stepZstd(_ room: UnsafeMutableRawBufferPointer) throws(ZstdError) -> Int {
        let step = try zstd.inflate(from: window.bytes, into: room)
        window.consume(step.consumed)
        needsInput = step.needsInput
        return step.produced
    }
}
