import Columnar

/// Encodes column chunks of text: RLE_DICTIONARY where the dictionary pays and fits its page, PLAIN otherwise.
final class TextChunkEncoder {
    private let pages: PageWriter
    private let options: ParquetWriterOptions
    private let dictionary = TextDictionary()
    private let indices = ScratchBuffer<UInt32>()

    init(pages: PageWriter, options: ParquetWriterOptions) {
        self.pages = pages
        self.options = options
    }

    func encode(_ column: StringColumn, _ descriptor: ColumnDescriptor) throws(ParquetError) -> EncodedColumnChunk {
        pages.begin(descriptor, rowCount: column.count)
        dictionary.build(column)
        let width = max(BitPacker.width(UInt64(max(column.entryCount, 1) - 1)), 1)
        if usesDictionary(column, width: width) {
            try pages.writeDictionaryPage(entryCount: column.entryCount) { buffer in
                let order = dictionary.order
                PlainEncoder.encode(column, count: column.entryCount, into: buffer) { Int(order[$0]) }
            }
            try pages.writeDataPages(encoding: .rleDictionary, width: 4) { rows, buffer in
                encodePage(column, rows, buffer) { ids, present in
                    buffer.append(UInt8(truncatingIfNeeded: width))
                    encodeIndices(ids, present: present, width: width, column, into: buffer)
                }
            }
        } else {
            try pages.writeDataPages(
                encoding: .plain,
                width: 1,
                rowSize: { column.length(ofRow: $0) + 4 },
                encode: { rows, buffer in
                    encodePage(column, rows, buffer) { ids, _ in
                        for id in ids where id != 0 { PlainEncoder.encode(column, entry: Int(id) - 1, into: buffer) }
                    }
                }
            )
        }
        return pages.finish(
            nullCount: column.nullCount,
            bounds: bounds(column, ranks: 0..<column.entryCount),
            unencodedByteArrayBytes: column.unencodedBytes,
            bloomFilter: bloomFilter(column, descriptor)
        )
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

    /// Appends the levels of some rows, lets `values` append their values, and sums the rows up.
    private func encodePage(
        _ column: StringColumn,
        _ rows: Range<Int>,
        _ buffer: ByteBuffer,
        values: (UnsafeBufferPointer<UInt32>, Int) -> Void
    ) -> PageSummary {
        column.withIDs { all in
            let ids = UnsafeBufferPointer(rebasing: all[rows])
            let nullCount: Int
            if column.nullCount == 0 {
                DefinitionLevelEncoder.encode(repeating: 1, count: rows.count, into: buffer)
                nullCount = 0
            } else {
                nullCount = DefinitionLevelEncoder.encode(ids, into: buffer)
            }
            // Of a page of NULLs too: readers want the width of its dictionary indices, whether any follow or not.
            values(ids, rows.count - nullCount)
            return summary(column, ids, nullCount: nullCount)
        }
    }

    private func encodeIndices(
        _ ids: UnsafeBufferPointer<UInt32>,
        present: Int,
        width: Int,
        _ column: StringColumn,
        into buffer: ByteBuffer
    ) {
        if column.entryCount == 1 {
            return RLEBitPackingHybridEncoder.encode(repeating: 0, count: present, width: width, into: buffer)
        }
        // Unsafe: ids are those that the dictionary was built from.
        let position = dictionary.position
        let target = indices.room(ids.count + RLEBitPackingHybridEncoder.slack)
        if present == ids.count {
            for row in 0..<ids.count { target[row] = position[Int(ids[row])] }
        } else {
            // A NULL is written too, and overwritten by the next value.
            var place = 0
            for row in 0..<ids.count {
                let id = ids[row]
                target[place] = position[Int(id)]
                place &+= id == 0 ? 0 : 1
            }
        }
        RLEBitPackingHybridEncoder.encode(target, count: present, width: width, into: buffer)
    }

    // MARK: Statistics

    private func summary(_ column: StringColumn, _ ids: UnsafeBufferPointer<UInt32>, nullCount: Int) -> PageSummary {
        let present = ids.count - nullCount
        guard column.entryCount > 1 else {
            return PageSummary(
                nullCount: nullCount,
                bounds: bounds(column, ranks: 0..<min(column.entryCount, present)),
                unencodedByteArrayBytes: present * column.bytes.count
            )
        }
        let summary = dictionary.summary
        var length: UInt64 = 0
        var least = UInt32.max
        var greatest: UInt32 = 0
        for id in ids {
            let entry = summary[Int(id)]
            let rank = UInt32(truncatingIfNeeded: entry >> 32)
            length &+= entry & 0xFFFF_FFFF
            // NULL has rank 0: one less is more than every rank.
            least = min(least, rank &- 1)
            greatest = max(greatest, rank)
        }
        return PageSummary(
            nullCount: nullCount,
            bounds: present == 0 ? nil : bounds(column, ranks: Int(least)..<Int(greatest)),
            unencodedByteArrayBytes: Int(length)
        )
    }

    private func bounds(_ column: StringColumn, ranks: Range<Int>) -> ValueBounds? {
        guard !ranks.isEmpty else { return nil }
        return ValueBounds(
            column.entry(dictionary.entry(ofRank: ranks.lowerBound)),
            column.entry(dictionary.entry(ofRank: ranks.upperBound - 1)),
            limit: options.statisticsTruncateLength
        )
    }
}
