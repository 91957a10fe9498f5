import JSON

enum JSONTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let value = try? JSONParser.parse(input) else { return }
        for text in [JSONText.compact(value), JSONText.pretty(value)] {
            let copy = try? JSONParser.parse(Array(text.utf8))
            try expect(copy == value, "written and read again: \(copy as Any)\n  was \(value)")
        }
    }
}
