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
        /// Every id up to here matches.
        var matching: UInt32 = 0
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
        for place in fields.indices {
            fields[place].known.removeAll()
            fields[place].matching = 0
        }
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
        let matching = fields[place].matching
        vector.withValues(as: UInt32.self) { values in
            // Ids are given in the order in which values come, so nearly all of them are below, or NULL.
            for (row, id) in values.enumerated() where id &- 1 >= matching && known[Int(id)] != 1 {
                if known[Int(id)] == 0 {
                    known[Int(id)] = matches(place, tokens, row, text) ? 1 : 2
                }
                if known[Int(id)] == 2 { rows.insert(row) }
            }
        }
        var next = Int(matching) + 1
        while next < ids, known[next] == 1 { next += 1 }
        fields[place].matching = UInt32(truncatingIfNeeded: next - 1)
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
        let token = UnsafeBufferPointer(rebasing: text[start..<end])
        let pattern = fields[place].pattern
        if pattern.acceptsVisibleASCII, token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return true }
        if pattern.acceptsIPv4, Self.isIPv4(token) { return true }
        return fields[place].matcher.matches(start..<end, of: text.span)
    }

    /// Whether a token is four decimal numbers from 0 to 255, without leading zeros.
    static func isIPv4(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        guard token.count >= 7, token.count <= 15 else { return false }
        var dots = 0
        var value = 0
        var digits = 0
        for byte in token {
            if byte == UInt8(ascii: ".") {
                guard digits > 0 else { return false }
                dots += 1
                (value, digits) = (0, 0)
                continue
            }
            guard byte &- UInt8(ascii: "0") <= 9, digits == 0 || value > 0 else { return false }
            value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            digits += 1
            guard value <= 255 else { return false }
        }
        return dots == 3 && digits > 0
    }
}
