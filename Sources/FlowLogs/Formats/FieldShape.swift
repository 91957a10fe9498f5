import Columnar

/// What a token has to look like to be a value of a field: enough to tell a wrong record format from a right one.
///
/// Only what holds for every record ever seen is asked for; lists of values that AWS may extend are left alone.
enum FieldShape {
    /// Whether the token may be a value of the column.
    static func fits(_ token: UnsafeBufferPointer<UInt8>, _ column: RecordColumn) -> Bool {
        if token.count == 1, token[0] == UInt8(ascii: "-") { return true }
        switch column.type {
        case .int32: return isInteger(token, as: Int32.self)
        case .int64: return isInteger(token, as: Int64.self)
        case .timestampMillis: return TimestampKernel.parse(token) != nil
        case .string, .boolean, .double: break
        }
        if column.isAddress { return isAddress(token) }
        switch column.name {
        case "action": return isOne(token, of: ["ACCEPT", "REJECT"])
        case "log-status": return isOne(token, of: ["OK", "NODATA", "SKIPDATA"])
        case "type": return isOne(token, of: ["IPv4", "IPv6", "EFA"])
        case "flow-direction": return isOne(token, of: ["ingress", "egress"])
        case "account-id": return token.allSatisfy(isDigit) || isOne(token, of: ["unknown"])
        case "interface-id", "vpc-id", "subnet-id", "instance-id":
            return !token.allSatisfy(isDigit) && !token.contains(UInt8(ascii: "."))
        default: return true
        }
    }

    static func isOne(_ token: UnsafeBufferPointer<UInt8>, of words: [StaticString]) -> Bool {
        words.contains { word in
            token.count == word.utf8CodeUnitCount && token.indices.allSatisfy { token[$0] == word.utf8Start[$0] }
        }
    }

    static func isInteger<Value: FixedWidthInteger>(_ token: UnsafeBufferPointer<UInt8>, as type: Value.Type) -> Bool {
        switch IntegerKernel.parseSlowly(token, as: type) {
        case .success, .failure(.null): true
        case .failure: false
        }
    }

    private static func isAddress(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        var hasSeparator = false
        for byte in token {
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: ":"): hasSeparator = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                break
            default: return false
            }
        }
        return hasSeparator
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }
}
