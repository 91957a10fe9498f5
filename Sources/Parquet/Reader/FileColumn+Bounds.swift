import Columnar

extension FileColumn {
    /// A bound of statistics as text, as values of the column are written; `nil` where it is none or cannot be read.
    public func boundText(_ bytes: [UInt8]?) -> String? {
        guard let bytes, type != nil else { return nil }
        switch ValueRange.decode(bytes, self, roundsUp: false) {
        case .text(let text): return String(decoding: text, as: UTF8.self)
        case .number(let value): return "\(value)"
        case .integer(let value):
            switch type {
            case .boolean: return value == 0 ? "false" : "true"
            case .timestampMillis:
                var text: [UInt8] = []
                Timestamp.append(value, to: &text)
                return String(decoding: text, as: UTF8.self)
            default: return "\(value)"
            }
        case .some(.none), nil: return nil
        }
    }
}
