/// The order of values as statistics hold them (parquet.thrift, `TypeDefinedOrder`).
enum StatisticsOrder {
    /// Negative, zero or positive as `left` comes before, with or behind `right`.
    static func compare(_ left: [UInt8], _ right: [UInt8], _ type: PhysicalType) -> Int {
        switch type {
        case .int32, .int64: sign(integer(left), integer(right))
        case .double: sign(Double(bitPattern: word(left)), Double(bitPattern: word(right)))
        case .float:
            sign(
                Float(bitPattern: UInt32(truncatingIfNeeded: word(left))),
                Float(bitPattern: UInt32(truncatingIfNeeded: word(right)))
            )
        default: left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        }
    }

    private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left > right ? 1 : 0
    }

    private static func word(_ bytes: [UInt8]) -> UInt64 {
        bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func integer(_ bytes: [UInt8]) -> Int64 {
        bytes.count == 4 ? Int64(Int32(truncatingIfNeeded: word(bytes))) : Int64(bitPattern: word(bytes))
    }
}
