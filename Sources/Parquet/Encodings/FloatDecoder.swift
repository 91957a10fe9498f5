/// Single precision of any encoding, widened to double, which holds every single-precision value exactly.
struct FloatDecoder<Source: ValueDecoder<Float>>: ValueDecoder {
    private var floats: Source
    private var scratch: [Float] = []

    init(_ floats: Source) {
        self.floats = floats
    }

    mutating func decode(_ count: Int, into target: inout [Double]) throws(ParquetError) {
        if scratch.count < count { scratch = [Float](repeating: 0, count: count) }
        try floats.decode(count, into: &scratch)
        for index in 0..<count { target[index] = Double(scratch[index]) }
    }
}
