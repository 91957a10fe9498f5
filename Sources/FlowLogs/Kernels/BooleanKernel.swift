import Columnar

/// Truth values: `true` and `false` in any case.
enum BooleanKernel {
    /// Appends a column of tokens to `vector`; `-` is NULL, and `onReject` is called with the row of what is no truth value.
    static func parse(_ tokens: TokenColumn, into vector: ColumnVector, onReject: (Int) -> Void) {
        var nulls: [Int] = []
        let first = vector.count
        vector.append(rows: tokens.count, as: UInt8.self) { values in
            for row in 0..<tokens.count {
                let token = tokens.token(row)
                values[row] = 0
                if isWord(token, "true") {
                    values[row] = 1
                } else if token.count == 1, token[0] == UInt8(ascii: "-") {
                    nulls.append(row)
                } else if !isWord(token, "false") {
                    onReject(row)
                }
            }
        }
        vector.markNull(nulls, from: first)
    }

    private static func isWord(_ token: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { letters in
            token.count == letters.count && zip(token, letters).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}
