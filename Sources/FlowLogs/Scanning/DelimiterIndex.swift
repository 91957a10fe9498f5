import CDelimiterScan
import Columnar

/// The positions of the spaces and newlines of a block, in order.
final class DelimiterIndex {
    // Unsafe: written by the C kernel and read by the column kernels without bounds checks; freed in deinit. One more
    // position stands before the first: byte -1, as if a newline stood before the text.
    private var allocation: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    /// Delimiters in the block.
    private(set) var count = 0
    /// Newlines among them.
    private(set) var newlines = 0

    private let level: flowconv_scan_level

    /// An empty index; `level` says what it may use of the processor, which must know it.
    init(level: KernelLevel = .best) {
        // The levels have the same numbers there.
        self.level = flowconv_scan_level(rawValue: level.rawValue)
        capacity = 0
        allocation = .allocate(capacity: 1)
    }

    deinit { allocation.deallocate() }

    /// The first position; the one before it is that of the byte before the text.
    var positions: UnsafePointer<UInt32> { UnsafePointer(allocation + 1) }

    /// Indexes `count` bytes; ``TextBlock/padding`` bytes behind them must be readable.
    func index(_ bytes: UnsafePointer<UInt8>, count byteCount: Int) {
        let wanted = byteCount + Int(FLOWCONV_POSITION_SLACK) + 1
        if wanted > capacity {
            allocation.deallocate()
            allocation = .allocate(capacity: wanted)
            capacity = wanted
        }
        allocation[0] = UInt32.max
        var newlines = 0
        count = flowconv_index_delimiters(level, bytes, byteCount, allocation + 1, &newlines)
        self.newlines = newlines
    }
}
