import CColumnKernels

/// The tokens of one column of a block of text, one a row: where each begins and ends, and no bytes of its own.
///
/// Row `r` ends at `ends[r * stride]` and begins one byte behind the delimiter before it, `ends[r * stride - 1] + 1`.
/// The bytes from `bytes - 16` to 16 behind the last token must be readable, so that kernels load whole words.
public struct TokenColumn {
    // Unsafe: points into a block of text and its delimiter positions; both outlive the call that receives the column.

    /// The text that positions count from.
    public let bytes: UnsafePointer<UInt8>
    /// The end of the first row's token.
    public let ends: UnsafePointer<UInt32>
    /// Delimiters from one row to the next.
    public let stride: Int
    /// Rows.
    public let count: Int

    /// The tokens at `ends`, one every `stride` positions, `count` of them.
    public init(bytes: UnsafePointer<UInt8>, ends: UnsafePointer<UInt32>, stride: Int, count: Int) {
        self.bytes = bytes
        self.ends = ends
        self.stride = stride
        self.count = count
    }

    /// The column so many to the right, or to the left.
    public func moved(by columns: Int) -> TokenColumn {
        TokenColumn(bytes: bytes, ends: ends + columns, stride: stride, count: count)
    }

    /// The bytes of one token.
    public func token(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let end = Int(ends[row * stride])
        let start = Int(ends[row * stride - 1] &+ 1)
        return UnsafeBufferPointer(start: bytes + start, count: end - start)
    }

    /// The column, and those to the right of it, as the kernels in C take them.
    public var kernelArgument: flowconv_lines {
        flowconv_lines(bytes: bytes, ends: ends, stride: stride, count: count)
    }
}
