import Columnar
import Grok

/// Checks the tokens of a batch against the fields of a pattern, column by column, behind the kernels that parsed them.
///
/// A number that the kernel took needs no second look where its field takes every number; text is looked at once for each
/// value that is new to its dictionary.
struct TokenChecks {
    /// What is known about a field.
    private struct Field {
        let pattern: TokenPattern
        var matcher: TokenMatcher
        /// Whether NULL, which is spelled `-`, matches.
        let acceptsDash: Bool
        /// By the id of a text: 0 unknown, 1 matches, 2 does not.
        var known: [UInt8] = []
    }

    private var fields: [Field]

    init(_ patterns: [TokenPattern]) {
        fields = patterns.map { pattern in
            var matcher = TokenMatcher(pattern)
            let dash = Array(" - ".utf8)
            let acceptsDash = matcher.matches(1..<2, of: dash.span)
            return Field(pattern: pattern, matcher: matcher, acceptsDash: acceptsDash)
        }
    }

    /// Forgets which ids stand for what.
    mutating func removeDictionaries() {
        for place in fields.indices { fields[place].known.removeAll() }
    }

    /// Adds the rows of `batch` in which a token does not match its field.
    ///
    /// - Parameters:
    ///   - text: The block that the tokens lie in.
    ///   - ends: As `BatchKernels.fill` takes them.
    mutating func check(
        _ batch: ColumnBatch,
        _ text: UnsafeBufferPointer<UInt8>,
        ends: UnsafePointer<UInt32>,
        rows: inout Set<Int>
    ) {
        guard let bytes = text.baseAddress else { return }
        for (place, vector) in batch.columns.enumerated() {
            let tokens = TokenColumn(bytes: bytes, ends: ends + place, stride: fields.count, count: batch.count)
            switch vector.type {
            case .string: checkText(place, vector, tokens, text, &rows)
            case .int32, .int64: checkIntegers(place, vector, tokens, text, &rows)
            case .timestampMillis, .boolean, .double:
                for row in 0..<batch.count { checkToken(place, tokens, row, text, &rows) }
            }
        }
    }

    private mutating func checkText(
        _ place: Int,
        _ vector: ColumnVector,
        _ tokens: TokenColumn,
        _ text: UnsafeBufferPointer<UInt8>,
        _ rows: inout Set<Int>
    ) {
        let ids = (vector.dictionary?.count ?? 0) + 1
        var known = [UInt8]()
        swap(&known, &fields[place].known)
        if known.count < ids { known.append(contentsOf: repeatElement(0, count: max(ids - known.count, known.count))) }
        known[0] = fields[place].acceptsDash ? 1 : 2
        vector.withValues(as: UInt32.self) { values in
            var previous = UInt32.max
            for (row, id) in values.enumerated() where id != previous || known[Int(id)] != 1 {
                previous = id
                if known[Int(id)] == 0 {
                    known[Int(id)] = matches(place, tokens, row, text) ? 1 : 2
                }
                if known[Int(id)] == 2 { rows.insert(row) }
            }
        }
        swap(&known, &fields[place].known)
    }

    private mutating func checkIntegers(
        _ place: Int,
        _ vector: ColumnVector,
        _ tokens: TokenColumn,
        _ text: UnsafeBufferPointer<UInt8>,
        _ rows: inout Set<Int>
    ) {
        let field = fields[place]
        if field.pattern.acceptsNegativeDigits {
            guard !field.acceptsDash, vector.nullCount > 0 else { return }
            vector.withValidity { validity in
                guard let validity else { return }
                for (row, isValid) in validity.enumerated() where isValid == 0 { rows.insert(row) }
            }
        } else if field.pattern.acceptsDigits {
            for row in 0..<tokens.count where tokens.token(row).first == UInt8(ascii: "-") {
                checkToken(place, tokens, row, text, &rows)
            }
        } else {
            for row in 0..<tokens.count { checkToken(place, tokens, row, text, &rows) }
        }
    }

    private mutating func checkToken(
        _ place: Int,
        _ tokens: TokenColumn,
        _ row: Int,
        _ text: UnsafeBufferPointer<UInt8>,
        _ rows: inout Set<Int>
    ) {
        if !matches(place, tokens, row, text) { rows.insert(row) }
    }

    private mutating func matches(
        _ place: Int,
        _ tokens: TokenColumn,
        _ row: Int,
        _ text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let end = Int(tokens.ends[row * tokens.stride])
        let start = Int(tokens.ends[row * tokens.stride - 1] &+ 1)
        return fields[place].matcher.matches(start..<end, of: text.span)
    }
}
