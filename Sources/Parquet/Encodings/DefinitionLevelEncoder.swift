import Columnar

/// Definition levels of an optional, unnested column: 1 for a value, 0 for NULL (parquet-format, "Nested Encoding").
///
/// In a version 1 data page they are a hybrid of width 1 behind its length in 4 bytes.
enum DefinitionLevelEncoder {
    /// Appends the levels of `count` rows; `validity` is `nil` where none of them is NULL.
    static func encode(_ validity: UnsafeBufferPointer<UInt8>?, count: Int, into buffer: ByteBuffer) {
        let start = buffer.count
        buffer.append(littleEndian: UInt32(0))
        if let validity {
            RLEBitPackingHybridEncoder.encode(count: count, width: 1, into: buffer) { UInt32(validity[$0]) }
        } else {
            RLEBitPackingHybridEncoder.encode(count: count, width: 1, into: buffer) { _ in 1 }
        }
        buffer.overwrite(at: start, littleEndian: UInt32(truncatingIfNeeded: buffer.count - start - 4))
    }
}
