import Columnar

/// Encodes column chunks of text: RLE_DICTIONARY where the dictionary pays and fits its page; otherwise PLAIN, or
/// DELTA_LENGTH_BYTE_ARRAY where that is asked for.
final class TextChunkEncoder {
    private let pages: PageWriter
    private let options: ParquetWriterOptions
    private let dictionary = TextDictionary()
    private let indices = ScratchBuffer<UInt32>()
    private let rowIDs = TextRowIDs()

    init(pages: PageWriter, options: ParquetWriterOptions) {
        self.pages = pages
        self.options = options
    }

    func encode(
        _ column: StringColumn,
        in order: RowOrder?,
        _ descriptor: ColumnDescriptor
    ) throws(ParquetError) -> EncodedColumnChunk {
        pages.begin(descriptor, rowCount: column.count)
        dictionary.build(column)
        rowIDs.begin(column, in: order)
        let leastWidth = max(BitPacker.width(UInt64(max(column.entryCount, 1) - 1)), 1)
        if usesDictionary(column, width: leastWidth) {
            let width = try indexWidth(column, least: leastWidth)
            try pages.writeDictionaryPage(entryCount: column.entryCount) { buffer in
                let order = dictionary.order
                PlainEncoder.encode(column, count: column.entryCount, into: buffer) { Int(order[$0]) }
            }
            try pages.writeDataPages(encoding: .rleDictionary, width: 4) { rows, buffer in
                if rowIDs.areFew { return encodeFewValues(column, rows, width: width, buffer) }
                return encodePage(column, rows, buffer) { ids, present in
                    buffer.append(UInt8(truncatingIfNeeded: width))
                    return encodeIndices(ids, present: present, width: width, column, into: buffer)
                }
            }
        } else {
            let encoding: Encoding = options.usesDeltaLengthByteArray ? .deltaLengthByteArray : .plain
            let rowSize = { place in column.length(ofRow: order.map { Int($0.all[place]) } ?? place) + 4 }
            try pages.writeDataPages(
                encoding: encoding,
                width: 4,
                // Rows that are all NULL are as long as their length.
                rowSize: column.entryCount == 0 ? nil : rowSize,
                encode: { rows, buffer in
                    encodePage(column, rows, buffer) { ids, _ in encodeValues(ids, column, encoding, into: buffer) }
                }
            )
        }
        return pages.finish(
            nullCount: column.nullCount,
            bounds: bounds(column, entries: 0..<column.entryCount),
            unencodedByteArrayBytes: column.unencodedBytes,
            bloomFilter: bloomFilter(column, descriptor)
        )
    }

    /// Rows that index widths are measured with.
    private static let sampleRows = 4096

    /// The width of indices in bits that measures smallest, from the rows in the middle.
    ///
    /// Whole bytes can compress better than fewer bits: indices of a sorted column differ little from row to row, which a
    /// byte-wise codec sees only where they begin at bytes.
    private func indexWidth(_ column: StringColumn, least: Int) throws(ParquetError) -> Int {
        let whole = (least + 7) / 8 * 8
        guard least > 12, least != whole, options.compression != .uncompressed else { return least }
        let start = max(0, (column.count - Self.sampleRows) / 2)
        let rows = start..<min(column.count, start + Self.sampleRows)
        var sizes: [Int] = []
        for width in [least, whole] {
            sizes.append(
                try pages.measure { buffer in
                    _ = encodePage(column, rows, buffer) { ids, present in
                        encodeIndices(ids, present: present, width: width, column, into: buffer)
                    }
                }.compressed
            )
        }
        return sizes[1] < sizes[0] ? whole : least
    }

    private func usesDictionary(_ column: StringColumn, width: Int) -> Bool {
        let dictionarySize = column.bytes.count + 4 * column.entryCount
        let present = column.count - column.nullCount
        return column.entryCount > 0 && dictionarySize <= options.dictionaryPageSizeLimitInBytes
            && dictionarySize + present * width / 8 < column.unencodedBytes + 4 * present
    }

    private func bloomFilter(_ column: StringColumn, _ descriptor: ColumnDescriptor) -> SplitBlockBloomFilter? {
        guard options.bloomFilterColumns.contains(descriptor.name), column.entryCount > 0 else { return nil }
        return BloomFilterBuilder.filter(of: column, falsePositiveRate: options.bloomFilterFalsePositiveRate)
    }

    // MARK: Pages

    /// What rows of a page reach over: the least and greatest entry, counted from 0 and from 1, and the sum of lengths in
    /// bytes.
    private struct Extent {
        var least = UInt32.max
        var greatest: UInt32 = 0
        var length = 0

        @inline(__always)
        mutating func add(_ id: UInt32, _ place: TextDictionary.Place, rows: Int = 1) {
            // NULL is 0: one less is more than every id.
            least = min(least, id &- 1)
            greatest = max(greatest, id)
            length &+= Int(place.length) &* rows
        }
    }

    /// Appends the levels of some rows, lets `values` append their values, and sums the rows up.
    private func encodePage(
        _ column: StringColumn,
        _ rows: Range<Int>,
        _ buffer: ByteBuffer,
        values: (UnsafeBufferPointer<UInt32>, Int) -> Extent
    ) -> PageSummary {
        rowIDs.withIDs(of: rows) { ids in
            let nullCount: Int
            if !pages.hasLevels {
                nullCount = 0
            } else if column.nullCount == 0 {
                DefinitionLevelEncoder.encode(repeating: 1, count: rows.count, into: buffer)
                nullCount = 0
            } else if column.entryCount == 0 {
                DefinitionLevelEncoder.encode(repeating: 0, count: rows.count, into: buffer)
                nullCount = rows.count
            } else {
                nullCount = DefinitionLevelEncoder.encode(ids, into: buffer)
            }
            // Of a page of NULLs too: readers want the width of its dictionary indices, whether any follow or not.
            let extent = values(ids, rows.count - nullCount)
            return summary(extent, nullCount: nullCount, column)
        }
    }

    /// The same for a column of few values: rows are counted, and what they reach over is told by the counts.
    private func encodeFewValues(
        _ column: StringColumn,
        _ rows: Range<Int>,
        width: Int,
        _ buffer: ByteBuffer
    ) -> PageSummary {
        rowIDs.withFewIDs(of: rows) { ids in
            let tally = RowKernels.tally(ids, upTo: column.entryCount)
            if pages.hasLevels {
                if tally[0] == 0 {
                    DefinitionLevelEncoder.encode(repeating: 1, count: rows.count, into: buffer)
                } else {
                    _ = DefinitionLevelEncoder.encode(ids, into: buffer)
                }
            }
            buffer.append(UInt8(truncatingIfNeeded: width))
            let places = dictionary.places
            var extent = Extent()
            for id in 1...column.entryCount where tally[id] > 0 {
                extent.add(UInt32(truncatingIfNeeded: id), places[id], rows: tally[id])
            }
            // Unsafe: ids are those that the dictionary was built from, and there is room for all of them.
            let target = indices.room(rows.count + RLEBitPackingHybridEncoder.slack)
            var positions = [UInt8](repeating: 0, count: RowKernels.tallyLimit)
            for id in 1...column.entryCount { positions[id] = UInt8(truncatingIfNeeded: places[id].position) }
            RowKernels.translate(ids, by: positions, to: target)
            if tally[0] > 0 {
                // Values are moved together over the NULLs between them.
                var count = 0
                for row in 0..<ids.count {
                    target[count] = target[row]
                    count &+= ids[row] == 0 ? 0 : 1
                }
            }
            RLEBitPackingHybridEncoder.encode(target, count: rows.count - tally[0], width: width, into: buffer)
            return summary(extent, nullCount: tally[0], column)
        }
    }

    private func summary(_ extent: Extent, nullCount: Int, _ column: StringColumn) -> PageSummary {
        PageSummary(
            nullCount: nullCount,
            bounds: extent.greatest == 0 ? nil : bounds(column, entries: Int(extent.least)..<Int(extent.greatest)),
            unencodedByteArrayBytes: extent.length
        )
    }

    private func encodeValues(
        _ ids: UnsafeBufferPointer<UInt32>,
        _ column: StringColumn,
        _ encoding: Encoding,
        into buffer: ByteBuffer
    ) -> Extent {
        var extent = Extent()
        let places = dictionary.places
        for id in ids where id != 0 { extent.add(id, places[Int(id)]) }
        if encoding == .deltaLengthByteArray {
            DeltaLengthByteArrayEncoder.encode(column, ids: ids, into: buffer)
        } else {
            for id in ids where id != 0 { PlainEncoder.encode(column, entry: Int(id) - 1, into: buffer) }
        }
        return extent
    }

    private func encodeIndices(
        _ ids: UnsafeBufferPointer<UInt32>,
        present: Int,
        width: Int,
        _ column: StringColumn,
        into buffer: ByteBuffer
    ) -> Extent {
        guard column.entryCount > 1 else {
            RLEBitPackingHybridEncoder.encode(repeating: 0, count: present, width: width, into: buffer)
            let some = UInt32(truncatingIfNeeded: min(present, column.entryCount))
            return Extent(least: 0, greatest: some, length: present * column.bytes.count)
        }
        // Unsafe: ids are those that the dictionary was built from.
        let places = dictionary.places
        let target = indices.room(ids.count + RLEBitPackingHybridEncoder.slack)
        var extent = Extent()
        if present == ids.count {
            let range = RowKernels.range(ids) ?? 0...0
            extent = Extent(least: range.lowerBound &- 1, greatest: range.upperBound)
            for row in 0..<ids.count {
                let place = places[Int(ids[row])]
                target[row] = place.position
                extent.length &+= Int(place.length)
            }
        } else {
            // A NULL is written too, and overwritten by the next value.
            var count = 0
            for row in 0..<ids.count {
                let id = ids[row]
                let place = places[Int(id)]
                target[count] = place.position
                count &+= id == 0 ? 0 : 1
                extent.add(id, place)
            }
        }
        RLEBitPackingHybridEncoder.encode(target, count: present, width: width, into: buffer)
        return extent
    }

    // MARK: Statistics

    private func bounds(_ column: StringColumn, entries: Range<Int>) -> ValueBounds? {
        guard !entries.isEmpty else { return nil }
        return ValueBounds(
            column.entry(entries.lowerBound),
            column.entry(entries.upperBound - 1),
            limit: options.statisticsTruncateLength
        )
    }
}
