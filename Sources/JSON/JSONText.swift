/// Writes JSON values as text, the same text for the same value on every machine.
public enum JSONText {
    /// The width up to which ``pretty(_:)`` keeps a flat array or object on one line.
    public static let lineWidth = 100

    /// The value on one line, without a space, as a line of JSON Lines has it.
    public static func compact(_ value: JSONValue) -> String {
        var writer = Writer(isPretty: false)
        writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value for people: two spaces a level, and flat arrays and objects that fit on one line.
    ///
    /// There is no newline at the end.
    public static func pretty(_ value: JSONValue) -> String {
        var writer = Writer(isPretty: true)
        writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The text as a JSON string, quotes included.
    public static func quoted(_ text: String) -> String {
        compact(.string(text))
    }
}

extension JSONText {
    private struct Writer {
        let isPretty: Bool
        var bytes: [UInt8] = []
        /// Where the current line begins.
        private var lineStart = 0

        init(isPretty: Bool) {
            self.isPretty = isPretty
        }

        mutating func write(_ value: JSONValue, depth: Int) {
            switch value {
            case .null: append("null")
            case .bool(let flag): append(flag ? "true" : "false")
            case .integer(let number): append(number.description)
            case .number(let number): append(number.isFinite ? number.description : "null")
            case .string(let text): writeString(text)
            case .array(let elements):
                let isFlat = !elements.contains(where: \.isContainer)
                writeContainer("[", "]", elements, isFlat: isFlat, depth: depth) { writer, element in
                    writer.write(element, depth: depth + 1)
                }
            case .object(let members):
                let isFlat = !members.contains(where: \.value.isContainer)
                writeContainer("{", "}", members, isFlat: isFlat, depth: depth) { writer, member in
                    writer.writeString(member.key)
                    writer.append(writer.isPretty ? ": " : ":")
                    writer.write(member.value, depth: depth + 1)
                }
            }
        }

        private mutating func writeContainer<Item>(
            _ open: String,
            _ close: String,
            _ items: [Item],
            isFlat: Bool,
            depth: Int,
            writeItem: (inout Writer, Item) -> Void
        ) {
            append(open)
            let start = bytes.count
            if !isPretty || isFlat {
                for (index, item) in items.enumerated() {
                    if index > 0 { append(isPretty ? ", " : ",") }
                    writeItem(&self, item)
                }
                append(close)
                if !isPretty || items.isEmpty || bytes.count - lineStart <= JSONText.lineWidth { return }
                // Too wide after all: take it back and give each item a line.
                bytes.removeSubrange(start...)
            }
            for (index, item) in items.enumerated() {
                if index > 0 { append(",") }
                beginLine(depth: depth + 1)
                writeItem(&self, item)
            }
            beginLine(depth: depth)
            append(close)
        }

        private mutating func beginLine(depth: Int) {
            bytes.append(0x0A)
            lineStart = bytes.count
            bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
        }

        private mutating func writeString(_ text: String) {
            append("\"")
            for byte in text.utf8 {
                switch byte {
                case 0x22: append("\\\"")
                case 0x5C: append("\\\\")
                case 0x09: append("\\t")
                case 0x0A: append("\\n")
                case 0x0D: append("\\r")
                case 0x00..<0x20: append((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16))
                default: bytes.append(byte)
                }
            }
            append("\"")
        }

        private mutating func append(_ text: String) {
            bytes.append(contentsOf: text.utf8)
        }
    }
}
