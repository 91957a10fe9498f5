/// Cuts a record of comma-separated values (RFC 4180) into fields, which stand in a window.
struct CSVFields {
    /// A field.
    struct Field {
        /// Its bytes, without the quotes around it.
        let range: Range<Int>
        /// Whether it has doubled quotes in it.
        let hasQuotes: Bool
        /// Whether it is the last one of its record.
        let isLast: Bool
    }

    private let window: UnsafeBufferPointer<UInt8>
    private let isLast: Bool
    /// Where the next field begins; behind a record, where the next one does.
    private(set) var place: Int

    init(_ window: UnsafeBufferPointer<UInt8>, from place: Int, isLast: Bool) {
        self.window = window
        self.place = place
        self.isLast = isLast
    }

    /// The next field, or `nil` where the window ends in the middle of one.
    mutating func next() -> Field? {
        guard place < window.count else { return isLast ? end(place..<place, false, place) : nil }
        if window[place] == UInt8(ascii: "\"") { return quoted() }
        var index = place
        while index < window.count, window[index] != UInt8(ascii: ","), window[index] != UInt8(ascii: "\n") {
            index += 1
        }
        guard index < window.count || isLast else { return nil }
        return end(place..<index, false, index)
    }

    private mutating func quoted() -> Field? {
        let start = place + 1
        var index = start
        var hasQuotes = false
        while index < window.count {
            guard window[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            guard index + 1 < window.count else { break }
            guard window[index + 1] == UInt8(ascii: "\"") else {
                // What stands between the quote and the comma belongs nowhere.
                var after = index + 1
                while after < window.count, window[after] != UInt8(ascii: ","), window[after] != UInt8(ascii: "\n") {
                    after += 1
                }
                guard after < window.count || isLast else { return nil }
                return end(start..<index, hasQuotes, after)
            }
            hasQuotes = true
            index += 2
        }
        // A quote that is never closed ends with the text.
        guard isLast else { return nil }
        let close = window.last == UInt8(ascii: "\"") && window.count - 1 >= start ? window.count - 1 : window.count
        return end(start..<close, hasQuotes, window.count)
    }

    private mutating func end(_ range: Range<Int>, _ hasQuotes: Bool, _ delimiter: Int) -> Field {
        place = min(delimiter + 1, window.count)
        let isLastField = delimiter >= window.count || window[delimiter] == UInt8(ascii: "\n")
        var range = range
        if isLastField, !range.isEmpty, window[range.upperBound - 1] == UInt8(ascii: "\r") {
            range = range.lowerBound..<range.upperBound - 1
        }
        return Field(range: range, hasQuotes: hasQuotes, isLast: isLastField)
    }
}
