import Columnar
import ThriftCompact

/// Encodes column chunks, one after the other, with scratch memory that is used again for each.
///
/// Steps: number the distinct values, choose the encoding by what it measures, cut pages, compress, and collect what
/// statistics, page index and bloom filter need. One task uses an encoder at a time.
public final class ColumnChunkEncoder {
    let options: ParquetWriterOptions
    private let pages: PageWriter
    private let integers = IntegerDictionary()
    private let indices = DictionaryIndices()

    /// An encoder for files with those options.
    ///
    /// - Throws: ``ParquetError`` where the codec is not built in.
    public init(options: ParquetWriterOptions) throws(ParquetError) {
        self.options = options
        pages = try PageWriter(options: options)
    }

    /// Encodes the rows of one column.
    ///
    /// - Throws: ``ParquetError`` where the column's type is not the descriptor's or compression fails.
    public func encode(
        _ source: ColumnChunkSource,
        as descriptor: ColumnDescriptor
    ) throws(ParquetError) -> EncodedColumnChunk {
        do {
            switch source {
            case .strings(let column):
                guard descriptor.type == .string else { throw mismatch(descriptor) }
                return try encodeStrings(column, descriptor)
            case .values(let vector):
                guard descriptor.type == vector.type else { throw mismatch(descriptor) }
                switch vector.type {
                case .int32: return try encodeIntegers(vector, descriptor, as: Int32.self)
                case .int64, .timestampMillis: return try encodeIntegers(vector, descriptor, as: Int64.self)
                case .double: return try encodeDoubles(vector, descriptor)
                case .boolean: return try encodeBooleans(vector, descriptor)
                case .string: throw mismatch(descriptor)
                }
            }
        } catch let error as ParquetError {
            throw error
        } catch {
            throw ParquetError(.compressionFailed, "column \(descriptor.name): \(error)")
        }
    }

    private func mismatch(_ descriptor: ColumnDescriptor) -> ParquetError {
        ParquetError(.schemaMismatch, "column \(descriptor.name) is not given the \(descriptor.type) values it is declared to have")
    }

    // MARK: Text

    private func encodeStrings(_ column: StringColumn, _ descriptor: ColumnDescriptor) throws -> EncodedColumnChunk {
        let order = TextOrder(column)
        let bounds = PageTextBounds(column, order, limit: options.statisticsTruncateLength)
        let dictionarySize = column.bytes.count + 4 * column.entryCount
        let indexSize = column.count * BitPacker.width(UInt64(max(column.entryCount, 1) - 1)) / 8
        let plainSize = column.unencodedBytes + 4 * (column.count - column.nullCount)
        let isDictionary =
            column.entryCount > 0 && dictionarySize <= options.dictionaryPageSizeLimitInBytes
            && dictionarySize + indexSize < plainSize
        pages.begin(descriptor, rowCount: column.count)
        if isDictionary {
            indices.arrange(counts: column.counts, isLess: order.isLess)
            try pages.writeDictionaryPage(entryCount: column.entryCount) { [indices] buffer in
                PlainEncoder.encode(column, count: column.entryCount, into: buffer) { Int(indices.order[$0]) }
            }
        }
        try column.withIDs { ids in
            try pages.writeDataPages(
                encoding: isDictionary ? .rleDictionary : .plain,
                values: ids,
                isNull: column.nullCount > 0 ? { ids[$0] == 0 } : nil,
                rowSize: isDictionary ? nil : { column.length(ofRow: $0) + 4 },
                bounds: { bounds.bounds(of: $0) },
                unencodedBytes: { bounds.unencodedBytes(of: $0) },
                encode: { [indices] values, buffer in
                    if isDictionary {
                        indices.encode(values, into: buffer)
                    } else {
                        PlainEncoder.encode(column, count: values.count, into: buffer) { Int(values[$0]) - 1 }
                    }
                }
            )
        }
        var filter: SplitBlockBloomFilter?
        if options.bloomFilterColumns.contains(descriptor.name), column.entryCount > 0 {
            filter = BloomFilterBuilder.filter(of: column, falsePositiveRate: options.bloomFilterFalsePositiveRate)
        }
        return pages.finish(
            nullCount: column.nullCount,
            bounds: bounds.all,
            unencodedByteArrayBytes: column.unencodedBytes,
            bloomFilter: filter
        )
    }

    // MARK: Integers

    private func encodeIntegers<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ vector: ColumnVector,
        _ descriptor: ColumnDescriptor,
        as type: Value.Type
    ) throws -> EncodedColumnChunk {
        try vector.withValues(as: Value.self) { values in
            try vector.withValidity { validity in
                let range = IntegerBounds.range(values, validity)
                // A dictionary that has half as many entries as there are rows cannot pay.
                let limit = min(options.dictionaryPageSizeLimitInBytes / MemoryLayout<Value>.size, values.count / 2 + 1)
                let hasDictionary = integers.build(values, validity: validity, range: range, limit: limit)
                pages.begin(descriptor, rowCount: values.count)
                let encoding = try chooseEncoding(values, validity, hasDictionary: hasDictionary)
                if encoding == .rleDictionary {
                    try pages.writeDictionaryPage(entryCount: integers.entries.count) { [integers, indices] buffer in
                        for entry in indices.order {
                            buffer.append(littleEndian: Value(truncatingIfNeeded: integers.entries[Int(entry)]))
                        }
                    }
                    try integers.withIDs(count: values.count) { ids in
                        try pages.writeDataPages(
                            encoding: encoding,
                            values: ids,
                            isNull: vector.nullCount > 0 ? { ids[$0] == 0 } : nil,
                            bounds: { IntegerBounds.bounds(values, validity, $0) },
                            encode: { [indices] in indices.encode($0, into: $1) }
                        )
                    }
                } else {
                    try pages.writeDataPages(
                        encoding: encoding,
                        values: values,
                        isNull: Self.isNull(validity),
                        bounds: { IntegerBounds.bounds(values, validity, $0) },
                        encode: { page, buffer in
                            if encoding == .deltaBinaryPacked {
                                DeltaBinaryPackedEncoder.encode(page, into: buffer)
                            } else {
                                PlainEncoder.encode(page, into: buffer)
                            }
                        }
                    )
                }
                return pages.finish(
                    nullCount: vector.nullCount,
                    bounds: range.map { ValueBounds($0.lowerBound, $0.upperBound) },
                    unencodedByteArrayBytes: nil,
                    bloomFilter: nil
                )
            }
        }
    }

    /// The encoding that measures smallest: the first page is encoded and compressed each way.
    private func chooseEncoding<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        hasDictionary: Bool
    ) throws -> Encoding {
        guard !integers.entries.isEmpty || !hasDictionary else { return .plain }
        if hasDictionary {
            indices.arrange(counts: integers.counts) { [integers] in integers.entries[$0] < integers.entries[$1] }
            // So few values that nothing comes near one short index a row.
            if integers.entries.count <= 4 { return .rleDictionary }
        }
        let rows = min(values.count, options.dataPageRowLimit)
        let share = Double(values.count) / Double(rows)
        let sample = UnsafeBufferPointer(rebasing: values[0..<rows])
        var candidates: [(encoding: Encoding, size: Double)] = []
        if hasDictionary {
            let dictionary = try pages.measure { [integers, indices] buffer in
                for entry in indices.order {
                    buffer.append(littleEndian: Value(truncatingIfNeeded: integers.entries[Int(entry)]))
                }
            }
            let page = try pages.measure { [integers, indices] buffer in
                integers.withIDs(count: rows) { indices.encode($0, into: buffer) }
            }
            candidates.append((.rleDictionary, Double(dictionary) + Double(page) * share))
        }
        let delta = try pages.measure { DeltaBinaryPackedEncoder.encode(sample, into: $0) }
        candidates.append((.deltaBinaryPacked, Double(delta) * share))
        if !hasDictionary {
            let plain = try pages.measure { PlainEncoder.encode(sample, into: $0) }
            candidates.append((.plain, Double(plain) * share))
        }
        return candidates.min { $0.size < $1.size }?.encoding ?? .plain
    }

    private static func isNull(_ validity: UnsafeBufferPointer<UInt8>?) -> ((Int) -> Bool)? {
        validity.map { validity in { validity[$0] == 0 } }
    }

    // MARK: Doubles and truth values

    private func encodeDoubles(_ vector: ColumnVector, _ descriptor: ColumnDescriptor) throws -> EncodedColumnChunk {
        try vector.withValues(as: Double.self) { values in
            try vector.withValidity { validity in
                pages.begin(descriptor, rowCount: values.count)
                try pages.writeDataPages(
                    encoding: .plain,
                    values: values,
                    isNull: Self.isNull(validity),
                    bounds: { DoubleBounds.bounds(values, validity, $0) },
                    encode: { PlainEncoder.encode($0, into: $1) }
                )
                return pages.finish(
                    nullCount: vector.nullCount,
                    bounds: DoubleBounds.bounds(values, validity, 0..<values.count),
                    unencodedByteArrayBytes: nil,
                    bloomFilter: nil
                )
            }
        }
    }

    private func encodeBooleans(_ vector: ColumnVector, _ descriptor: ColumnDescriptor) throws -> EncodedColumnChunk {
        try vector.withValues(as: UInt8.self) { values in
            try vector.withValidity { validity in
                pages.begin(descriptor, rowCount: values.count)
                try pages.writeDataPages(
                    encoding: .plain,
                    values: values,
                    isNull: Self.isNull(validity),
                    bounds: { IntegerBounds.bounds(values, validity, $0) },
                    encode: { PlainEncoder.encode(booleans: $0, into: $1) }
                )
                return pages.finish(
                    nullCount: vector.nullCount,
                    bounds: IntegerBounds.bounds(values, validity, 0..<values.count),
                    unencodedByteArrayBytes: nil,
                    bloomFilter: nil
                )
            }
        }
    }
}
