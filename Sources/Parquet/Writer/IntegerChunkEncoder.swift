import Columnar

/// Encodes column chunks of integers with whichever of RLE_DICTIONARY, DELTA_BINARY_PACKED and PLAIN measures smallest.
final class IntegerChunkEncoder {
    private let pages: PageWriter
    private let options: ParquetWriterOptions
    private let dictionary = IntegerDictionary()
    private let indices = ScratchBuffer<UInt32>()
    private let narrow = ScratchBuffer<Int32>()
    private let wide = ScratchBuffer<Int64>()

    init(pages: PageWriter, options: ParquetWriterOptions) {
        self.pages = pages
        self.options = options
    }

    /// The rows of a chunk: values, and 0 in `validity` for NULL.
    private struct Rows<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable> {
        let values: UnsafeBufferPointer<Value>
        let validity: UnsafeBufferPointer<UInt8>?
    }

    func encode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ vector: ColumnVector,
        _ descriptor: ColumnDescriptor,
        as type: Value.Type
    ) throws(ParquetError) -> EncodedColumnChunk {
        try vector.withValues(as: Value.self) { values throws(ParquetError) in
            try vector.withValidity { validity throws(ParquetError) in
                let rows = Rows(values: values, validity: vector.nullCount == 0 ? nil : validity)
                return try encode(rows, descriptor, nullCount: vector.nullCount)
            }
        }
    }

    private func encode<Value>(
        _ rows: Rows<Value>,
        _ descriptor: ColumnDescriptor,
        nullCount: Int
    ) throws(ParquetError) -> EncodedColumnChunk {
        let range = IntegerBounds.range(rows.values, rows.validity, 0..<rows.values.count)
        let limit = min(
            options.dictionaryPageSizeLimitInBytes / MemoryLayout<Value>.size,
            IntegerDictionary.payingEntries(rows: rows.values.count, range: range)
        )
        let hasDictionary = dictionary.build(rows.values, validity: rows.validity, range: range, limit: limit)
        pages.begin(descriptor, rowCount: rows.values.count)
        let encoding = try chooseEncoding(rows, hasDictionary: hasDictionary)
        if encoding == .rleDictionary {
            try pages.writeDictionaryPage(entryCount: dictionary.count) { appendDictionary($0, as: Value.self) }
        }
        try pages.writeDataPages(encoding: encoding, width: MemoryLayout<Value>.size) { page, buffer in
            let nulls = appendLevels(rows, page, buffer)
            // Of a page of NULLs too: readers want the header of its encoding, whether values follow or not.
            appendValues(rows, page, encoding, buffer)
            return PageSummary(
                nullCount: nulls,
                bounds: IntegerBounds.bounds(rows.values, nulls == 0 ? nil : rows.validity, page)
            )
        }
        return pages.finish(
            nullCount: nullCount,
            bounds: range.map { ValueBounds($0.lowerBound, $0.upperBound) },
            unencodedByteArrayBytes: nil,
            bloomFilter: nil
        )
    }

    // MARK: Encodings

    /// Rows that the candidates are measured with.
    private static let sampleRows = 8192

    /// The encoding that measures smallest: the first rows are encoded and compressed each way, and a dictionary counts
    /// whole.
    private func chooseEncoding<Value>(_ rows: Rows<Value>, hasDictionary: Bool) throws(ParquetError) -> Encoding {
        let count = rows.values.count
        guard count > 0, !hasDictionary || dictionary.count > 0 else { return .plain }
        // So few values that nothing comes near one short index a row.
        if hasDictionary, dictionary.count <= 4 { return .rleDictionary }
        let page = 0..<min(count, Self.sampleRows)
        let share = Double(count) / Double(page.count)
        var best = (encoding: Encoding.plain, size: Double.infinity)
        for encoding in hasDictionary ? [Encoding.rleDictionary, .deltaBinaryPacked] : [.deltaBinaryPacked, .plain] {
            var size = Double(try pages.measure { appendValues(rows, page, encoding, $0) }) * share
            if encoding == .rleDictionary {
                size += Double(try pages.measure { appendDictionary($0, as: Value.self) })
            }
            if size < best.size { best = (encoding, size) }
        }
        return best.encoding
    }

    private func appendDictionary<Value: FixedWidthInteger & BitwiseCopyable>(_ buffer: ByteBuffer, as type: Value.Type)
    {
        let size = MemoryLayout<Value>.size
        buffer.append(room: dictionary.count * size) { target in
            let values = dictionary.values
            let order = dictionary.order
            for place in 0..<dictionary.count {
                let value = Value(truncatingIfNeeded: values[Int(order[place])]).littleEndian
                UnsafeMutableRawPointer(target + place * size).storeBytes(of: value, as: Value.self)
            }
            return dictionary.count * size
        }
    }

    private func appendLevels<Value>(_ rows: Rows<Value>, _ page: Range<Int>, _ buffer: ByteBuffer) -> Int {
        guard pages.hasLevels else { return 0 }
        guard let validity = rows.validity else {
            DefinitionLevelEncoder.encode(repeating: 1, count: page.count, into: buffer)
            return 0
        }
        return DefinitionLevelEncoder.encode(UnsafeBufferPointer(rebasing: validity[page]), into: buffer)
    }

    private func appendValues<Value>(
        _ rows: Rows<Value>,
        _ page: Range<Int>,
        _ encoding: Encoding,
        _ buffer: ByteBuffer
    ) {
        switch encoding {
        case .rleDictionary:
            let width = max(BitPacker.width(UInt64(max(dictionary.count, 1) - 1)), 1)
            let target = indices.room(page.count + RLEBitPackingHybridEncoder.slack)
            let present = dictionary.indices(rows.values, validity: rows.validity, rows: page, into: target)
            buffer.append(UInt8(truncatingIfNeeded: width))
            RLEBitPackingHybridEncoder.encode(target, count: present, width: width, into: buffer)
        case .deltaBinaryPacked:
            DeltaBinaryPackedEncoder.encode(present(rows, page), into: buffer)
        default:
            PlainEncoder.encode(present(rows, page), into: buffer)
        }
    }

    /// The values of some rows, NULLs left out.
    private func present<Value>(_ rows: Rows<Value>, _ page: Range<Int>) -> UnsafeBufferPointer<Value> {
        guard let validity = rows.validity else { return UnsafeBufferPointer(rebasing: rows.values[page]) }
        // Unsafe: the room is as large as the page, and bound to the type that it is made of.
        let target =
            MemoryLayout<Value>.size == 4
            ? UnsafeMutableRawPointer(narrow.room(page.count)).assumingMemoryBound(to: Value.self)
            : UnsafeMutableRawPointer(wide.room(page.count)).assumingMemoryBound(to: Value.self)
        var count = 0
        for row in page where validity[row] != 0 {
            target[count] = rows.values[row]
            count &+= 1
        }
        return UnsafeBufferPointer(start: target, count: count)
    }
}
