import Columnar

/// Tokens one behind the other, as a block of text has them, with the readable bytes around them that kernels ask for, and no
/// others: neither behind the text nor behind the positions is there anything to be read.
public struct Tokens {
    private var bytes: [UInt8]
    private var ends: [UInt32]

    /// Tokens in one column; `filler` is what stands around the text.
    public init(_ tokens: [[UInt8]], filler: UInt8 = 0x39) {
        bytes = [UInt8](repeating: filler, count: 32)
        ends = [31]
        for token in tokens {
            bytes += token
            ends.append(UInt32(bytes.count))
            bytes.append(0x20)
        }
        bytes += [UInt8](repeating: filler, count: 31)
    }

    /// Calls `body` with every `stride`-th token, beginning with number `first`.
    public func withColumn<Result>(first: Int = 0, stride: Int = 1, _ body: (TokenColumn) -> Result) -> Result {
        GuardedMemory.withCopy(of: bytes) { bytes in
            GuardedMemory.withCopy(of: ends) { ends in
                body(
                    TokenColumn(
                        bytes: bytes.baseAddress.unsafelyUnwrapped,
                        ends: ends.baseAddress.unsafelyUnwrapped + 1 + first,
                        stride: stride,
                        count: (ends.count - 2 - first) / stride + 1
                    )
                )
            }
        }
    }
}
