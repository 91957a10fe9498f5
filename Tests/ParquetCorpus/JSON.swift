/// The little JSON that the corpus needs.
enum JSON {
    static func text(_ value: String) -> String {
        var json = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    static func list(_ items: some Sequence<String>) -> String { "[" + items.joined(separator: ",") + "]" }

    static func object(_ items: [(key: String, value: String)]) -> String {
        "{" + items.map { text($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
    }
}
