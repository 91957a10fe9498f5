import Columnar

/// DELTA_LENGTH_BYTE_ARRAY (parquet-format, Encodings.md, 6): all lengths as DELTA_BINARY_PACKED, then all bytes.
enum DeltaLengthByteArrayEncoder {
    /// Appends rows of a text column by their entries' ids, of which 0 is NULL and left out.
    static func encode(_ column: StringColumn, ids: UnsafeBufferPointer<UInt32>, into buffer: ByteBuffer) {
        let lengths = ids.compactMap { id in
            id == 0 ? nil : Int32(clamping: column.offsets[Int(id)] - column.offsets[Int(id) - 1])
        }
        lengths.withUnsafeBufferPointer { DeltaBinaryPackedEncoder.encode($0, into: buffer) }
        column.bytes.withUnsafeBytes { arena in
            for id in ids where id != 0 {
                // Unsafe: a part of the arena, within its bounds, copied before the closure ends.
                let entry = column.offsets[Int(id) - 1]..<column.offsets[Int(id)]
                buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: arena[entry]))
            }
        }
    }
}
