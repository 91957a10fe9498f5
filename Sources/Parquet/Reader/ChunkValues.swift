import Columnar

/// The values of a column chunk, page after page, whatever their type.
protocol ChunkValues: AnyObject {
    /// Where the ids of text are looked up; it may be another one after each ``prepareBatch()``.
    var dictionary: ByteArrayDictionary? { get }

    /// Takes the values of the chunk's dictionary page.
    func setDictionary(_ page: PageBytes, count: Int) throws(ParquetError)

    /// Goes on to the values of a data page.
    func beginPage(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError)

    /// Appends rows, of which `present` have a value; `levels` says which, where it is neither none nor all.
    func append(rows: Int, present: Int, levels: [UInt32], to vector: ColumnVector) throws(ParquetError)

    /// Passes over that many values.
    func skip(present: Int) throws(ParquetError)

    /// Says that vectors made so far are no longer appended to.
    func prepareBatch() throws(ParquetError)
}

extension FileColumn {
    /// Makes a decoder of the values of one of the column's chunks.
    func makeChunkValues() throws(ParquetError) -> any ChunkValues {
        if let refusal { throw refusal }
        switch element.type {
        case .boolean: return TypedChunkValues(BooleanDecoding(), self)
        case .int32: return TypedChunkValues(IntegerDecoding<Int32>(), self)
        case .int64: return TypedChunkValues(IntegerDecoding<Int64>(), self)
        case .float: return TypedChunkValues(FloatDecoding(), self)
        case .double: return TypedChunkValues(DoubleDecoding(), self)
        case .byteArray:
            let interner = TextInterner()
            return TypedChunkValues(TextDecoding(interner: interner), self, interner: interner)
        default: throw ParquetError(.unsupportedSchema, "column \(name) cannot be read")
        }
    }
}
