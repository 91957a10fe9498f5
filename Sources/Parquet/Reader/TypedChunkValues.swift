import Columnar

/// The values of a column chunk of one physical type.
final class TypedChunkValues<Decoding: ValueDecoding>: ChunkValues {
    typealias Value = Decoding.Value

    private let decoding: Decoding
    private let column: FileColumn
    private let interner: TextInterner?
    private let entries = DictionaryValues<Value>()
    /// The dictionary page, to be decoded again when the text dictionary is replaced.
    private var dictionaryPage: (bytes: PageBytes, count: Int)?
    private var decoder: (any ValueDecoder<Value>)?
    private var scratch: [Value] = []

    init(_ decoding: Decoding, _ column: FileColumn, interner: TextInterner? = nil) {
        self.decoding = decoding
        self.column = column
        self.interner = interner
    }

    var dictionary: ByteArrayDictionary? { interner?.dictionary }

    func setDictionary(_ page: PageBytes, count: Int) throws(ParquetError) {
        // No entry takes less than one byte, so a lying count does not get memory.
        guard count >= 0, count <= page.remaining, dictionaryPage == nil else {
            throw ParquetError(.invalidData, "a dictionary page has \(count) entries in \(page.remaining) bytes")
        }
        dictionaryPage = (page, count)
        try decodeDictionary()
    }

    private func decodeDictionary() throws(ParquetError) {
        guard let (bytes, count) = dictionaryPage else { return }
        guard var decoder = try decoding.decoder(.plain, bytes) else { return }
        var values = [Value](repeating: 0, count: count)
        try decoder.decode(count, into: &values)
        entries.values = values
        interner?.markStart()
    }

    func beginPage(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) {
        try interner?.checkGrowth()
        // A page of NULLs only may have no data at all.
        guard bytes.remaining > 0 else {
            decoder = nil
            return
        }
        switch encoding {
        case .rleDictionary, .plainDictionary:
            guard dictionaryPage != nil else {
                throw ParquetError(.invalidData, "a page refers to a dictionary, but its column chunk has none")
            }
            decoder = try DictionaryIndexDecoder(bytes, entries)
        default:
            guard let decoder = try decoding.decoder(encoding, bytes) else {
                throw ParquetError(
                    .unsupportedEncoding,
                    "pages in the encoding \(encoding) are not read for this type"
                )
            }
            self.decoder = decoder
        }
    }

    @specialized(where Decoding == IntegerDecoding<Int32>)
    @specialized(where Decoding == IntegerDecoding<Int64>)
    @specialized(where Decoding == DoubleDecoding)
    @specialized(where Decoding == FloatDecoding)
    @specialized(where Decoding == BooleanDecoding)
    @specialized(where Decoding == TextDecoding)
    func append(rows: Int, present: Int, levels: [UInt32], to vector: ColumnVector) throws(ParquetError) {
        try decode(present)
        let first = vector.count
        // Unsafe: the vector hands out room for exactly `rows` values, and each is written once.
        vector.append(rows: rows, as: Value.self) { target in
            if present == rows {
                scratch.withUnsafeBufferPointer { values in
                    if let base = values.baseAddress, rows > 0 { target.update(from: base, count: rows) }
                }
            } else if present == 0 {
                target.update(repeating: 0, count: rows)
            } else {
                var next = 0
                for row in 0..<rows {
                    if levels[row] == 0 {
                        target[row] = 0
                    } else {
                        target[row] = scratch[next]
                        next &+= 1
                    }
                }
            }
        }
        // Text has its NULLs as ids of 0.
        guard present < rows, vector.type != .string else { return }
        for row in 0..<rows where present == 0 || levels[row] == 0 { vector.markNull(first + row) }
    }

    func skip(present: Int) throws(ParquetError) {
        try decode(present)
    }

    func prepareBatch() throws(ParquetError) {
        guard let interner, interner.isFull else { return }
        interner.renew()
        try decodeDictionary()
    }

    /// Decodes the next `count` values into ``scratch``.
    private func decode(_ count: Int) throws(ParquetError) {
        guard count > 0 else { return }
        if scratch.count < count { scratch = [Value](repeating: 0, count: count) }
        guard try decoder?.decode(count, into: &scratch) != nil else { throw PageBytes.endsEarly }
        let ticks = column.ticksPerMillisecond
        if ticks > 1 { try convertTimes(count, ticks) }
    }

    private func convertTimes(_ count: Int, _ ticks: Int64) throws(ParquetError) {
        for index in 0..<count {
            guard let time = scratch[index] as? Int64 else { return }
            let (millis, rest) = time.quotientAndRemainder(dividingBy: ticks)
            guard rest == 0, let value = millis as? Value else {
                throw ParquetError(
                    .unsupportedSchema,
                    "column \(column.name) has a time with parts of a millisecond, which are not read"
                )
            }
            scratch[index] = value
        }
    }
}
