import Columnar

/// Encodes column chunks of integers with whichever of RLE_DICTIONARY, DELTA_BINARY_PACKED and PLAIN measures smallest.
final class IntegerChunkEncoder {
    private let pages: PageWriter
    private let options: ParquetWriterOptions
    private let dictionary = IntegerDictionary()
    private let room = IntegerRoom()

    init(pages: PageWriter, options: ParquetWriterOptions) {
        self.pages = pages
        self.options = options
    }

    func encode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ vector: ColumnVector,
        in order: RowOrder?,
        _ descriptor: ColumnDescriptor,
        as type: Value.Type
    ) throws(ParquetError) -> EncodedColumnChunk {
        try vector.withValues(as: Value.self) { values throws(ParquetError) in
            try vector.withValidity { validity throws(ParquetError) in
                let rows = IntegerRows(
                    values,
                    validity: validity,
                    nullCount: vector.nullCount,
                    order: order?.all,
                    room: room
                )
                return rows.fits32Bits
                    ? try encode(rows, descriptor) { [room] in room.page.room($0) }
                    : try encode(rows, descriptor) { [room] in room.widePage.room($0) }
            }
        }
    }

    /// Encodes rows by codes of that width, for which `codeRoom` gives room.
    private func encode<Value, Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ rows: IntegerRows<Value>,
        _ descriptor: ColumnDescriptor,
        _ codeRoom: (Int) -> UnsafeMutablePointer<Code>
    ) throws(ParquetError) -> EncodedColumnChunk {
        let limit = min(
            options.dictionaryPageSizeLimitInBytes / MemoryLayout<Value>.size,
            IntegerDictionary.payingEntries(rows: rows.values.count, range: rows.range)
        )
        let hasDictionary = dictionary.build(rows, limit: limit)
        pages.begin(descriptor, rowCount: rows.values.count)
        let encoding = try chooseEncoding(rows, hasDictionary: hasDictionary, codeRoom)
        if encoding == .rleDictionary {
            try pages.writeDictionaryPage(entryCount: dictionary.count) { appendDictionary($0, as: Value.self) }
        }
        let isConstant = encoding == .rleDictionary && dictionary.count == 1 && rows.nullCount == 0
        try pages.writeDataPages(encoding: encoding, width: MemoryLayout<Value>.size) { range, buffer in
            if isConstant { return appendConstant(rows, range.count, buffer) }
            let page = gather(rows, range, codeRoom)
            appendLevels(page, buffer)
            // Of a page of NULLs too: readers want the header of its encoding, whether values follow or not.
            appendValues(page, of: rows, range, encoding, buffer)
            return PageSummary(
                nullCount: page.nullCount,
                bounds: page.range.map { ValueBounds(rows.value($0.lowerBound), rows.value($0.upperBound)) }
            )
        }
        return pages.finish(
            nullCount: rows.nullCount,
            bounds: rows.range.map { ValueBounds($0.lowerBound, $0.upperBound) },
            unencodedByteArrayBytes: nil,
            bloomFilter: nil
        )
    }

    // MARK: Encodings

    /// The stretches of rows that the candidates are measured with: rows that are sorted by another column look different
    /// here and there.
    private static let stretches = 4
    private static let stretchRows = 1024

    /// Bits that an entry of a large dictionary page takes after compression, as measured of ports.
    private static let bitsPerEntry = 20
    private static let largeDictionary = 4096

    /// The encoding that measures smallest: some rows are encoded and compressed each way, and a dictionary counts whole.
    ///
    /// Where compression hardly shortens values, the chunk goes without it.
    private func chooseEncoding<Value, Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ rows: IntegerRows<Value>,
        hasDictionary: Bool,
        _ codeRoom: (Int) -> UnsafeMutablePointer<Code>
    ) throws(ParquetError) -> Encoding {
        let count = rows.values.count
        guard count > 0, !hasDictionary || dictionary.count > 0 else { return .plain }
        // So few values that nothing comes near one short index a row.
        if hasDictionary, dictionary.count <= 4 { return .rleDictionary }
        var best = (encoding: Encoding.plain, size: Double.infinity, isPoor: false)
        for encoding in hasDictionary ? [Encoding.rleDictionary, .deltaBinaryPacked] : [.deltaBinaryPacked, .plain] {
            var measured = 0
            let size = try pages.measure { buffer in
                for range in Self.sample(of: count) {
                    appendValues(gather(rows, range, codeRoom), of: rows, range, encoding, buffer)
                    measured += range.count
                }
            }
            var estimate = Double(size.compressed) * Double(count) / Double(measured)
            if encoding == .rleDictionary { estimate += Double(try dictionarySize(as: Value.self)) }
            if estimate < best.size {
                best = (encoding, estimate, ChunkCompressor.isPoor(size.compressed, of: size.plain))
            }
        }
        if best.encoding != .rleDictionary, best.isPoor { pages.leaveUncompressed() }
        return best.encoding
    }

    /// Stretches of so many rows, far from each other; all rows where there are few.
    private static func sample(of count: Int) -> [Range<Int>] {
        guard count > stretches * stretchRows else { return [0..<count] }
        return (0..<stretches).map { stretch in
            let start = (2 * stretch + 1) * count / (2 * stretches) - stretchRows / 2
            return start..<start + stretchRows
        }
    }

    /// The size of the dictionary page in bytes, measured where it is small and estimated otherwise.
    private func dictionarySize<Value: FixedWidthInteger & BitwiseCopyable>(
        as type: Value.Type
    ) throws(ParquetError) -> Int {
        guard dictionary.count <= Self.largeDictionary else { return dictionary.count * Self.bitsPerEntry / 8 }
        return try pages.measure { appendDictionary($0, as: type) }.compressed
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

    private func gather<Value, Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ rows: IntegerRows<Value>,
        _ range: Range<Int>,
        _ codeRoom: (Int) -> UnsafeMutablePointer<Code>
    ) -> IntegerPage<Code> {
        rows.page(range, room: codeRoom(range.count), presence: room.presence.room(range.count))
    }

    /// A page of the one value that the chunk has.
    private func appendConstant<Value>(_ rows: IntegerRows<Value>, _ count: Int, _ buffer: ByteBuffer) -> PageSummary {
        if pages.hasLevels { DefinitionLevelEncoder.encode(repeating: 1, count: count, into: buffer) }
        buffer.append(1)
        RLEBitPackingHybridEncoder.encode(repeating: 0, count: count, width: 1, into: buffer)
        return PageSummary(nullCount: 0, bounds: rows.range.map { ValueBounds($0.lowerBound, $0.upperBound) })
    }

    private func appendLevels<Code>(_ page: IntegerPage<Code>, _ buffer: ByteBuffer) {
        guard pages.hasLevels else { return }
        if let presence = page.presence {
            _ = DefinitionLevelEncoder.encode(presence, into: buffer)
        } else {
            DefinitionLevelEncoder.encode(repeating: 1, count: page.codes.count, into: buffer)
        }
    }

    private func appendValues<Value, Code>(
        _ page: IntegerPage<Code>,
        of rows: IntegerRows<Value>,
        _ range: Range<Int>,
        _ encoding: Encoding,
        _ buffer: ByteBuffer
    ) {
        switch encoding {
        case .rleDictionary:
            let width = max(BitPacker.width(UInt64(max(dictionary.count, 1) - 1)), 1)
            let target = room.indices.room(range.count + RLEBitPackingHybridEncoder.slack)
            dictionary.writeIndices(page, of: rows, range, into: target)
            buffer.append(UInt8(truncatingIfNeeded: width))
            RLEBitPackingHybridEncoder.encode(target, count: page.codes.count, width: width, into: buffer)
        case .deltaBinaryPacked:
            let first = page.codes.first.map { Int64(rows.value($0)) } ?? 0
            DeltaBinaryPackedEncoder.encode(page.codes, first: first, into: buffer)
        default:
            let size = MemoryLayout<Value>.size
            buffer.append(room: page.codes.count * size) { target in
                for (place, code) in page.codes.enumerated() {
                    UnsafeMutableRawPointer(target + place * size)
                        .storeBytes(of: rows.value(code).littleEndian, as: Value.self)
                }
                return page.codes.count * size
            }
        }
    }
}
