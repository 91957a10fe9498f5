/// How many letters have to be added, dropped or changed to make one name of another.
enum EditDistance {
    static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
        // Names are short; a long one is like none of them.
        guard left.count <= 64, right.count <= 64 else { return .max }
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let change = previous[column] + (byte == other ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
