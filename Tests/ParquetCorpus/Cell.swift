/// What a row holds in a column.
enum Cell {
    case null
    case int32(Int32)
    case int64(Int64)
    case double(Double)
    case boolean(Bool)
    case text(String)

    /// The cell as JSON: 64-bit integers as decimal text, doubles as the hexadecimal bits of IEEE 754, so that nothing is
    /// rounded on the way.
    var json: String {
        switch self {
        case .null: "null"
        case .int32(let value): "\(value)"
        case .int64(let value): "\"\(value)\""
        case .double(let value):
            "\"" + String(repeating: "0", count: 16 - String(value.bitPattern, radix: 16).count)
                + String(value.bitPattern, radix: 16) + "\""
        case .boolean(let value): value ? "true" : "false"
        case .text(let value): JSON.text(value)
        }
    }
}
