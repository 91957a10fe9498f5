/// The decoders that a physical type has: one entry for each encoding that is read.
///
/// Dictionary encoding is not among them, since it is the same for all types.
protocol ValueDecoding {
    associatedtype Value: BitwiseCopyable & Numeric

    /// The decoder of a page in `encoding`, or `nil` where the type has none.
    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<Value>)?
}

/// INT32 and INT64.
struct IntegerDecoding<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>: ValueDecoding {
    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<Value>)? {
        switch encoding {
        case .plain: PlainDecoder<Value>(bytes)
        case .deltaBinaryPacked: try DeltaBinaryPackedDecoder<Value>(bytes)
        case .byteStreamSplit: ByteStreamSplitDecoder<Value>(bytes)
        default: nil
        }
    }
}

/// DOUBLE.
struct DoubleDecoding: ValueDecoding {
    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<Double>)? {
        switch encoding {
        case .plain: PlainDecoder<Double>(bytes)
        case .byteStreamSplit: ByteStreamSplitDecoder<Double>(bytes)
        default: nil
        }
    }
}

/// FLOAT.
struct FloatDecoding: ValueDecoding {
    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<Double>)? {
        switch encoding {
        case .plain: FloatDecoder(PlainDecoder<Float>(bytes))
        case .byteStreamSplit: FloatDecoder(ByteStreamSplitDecoder<Float>(bytes))
        default: nil
        }
    }
}

/// BOOLEAN.
struct BooleanDecoding: ValueDecoding {
    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<UInt8>)? {
        switch encoding {
        case .plain: PlainBooleanDecoder(bytes)
        case .rle: try RLEBooleanDecoder(bytes)
        default: nil
        }
    }
}

/// BYTE_ARRAY, as ids of a dictionary.
struct TextDecoding: ValueDecoding {
    let interner: TextInterner

    func decoder(_ encoding: Encoding, _ bytes: PageBytes) throws(ParquetError) -> (any ValueDecoder<UInt32>)? {
        switch encoding {
        case .plain: PlainByteArrayDecoder(bytes, interner)
        case .deltaLengthByteArray: try DeltaLengthByteArrayDecoder(bytes, interner)
        case .deltaByteArray: try DeltaByteArrayDecoder(bytes, interner)
        default: nil
        }
    }
}
