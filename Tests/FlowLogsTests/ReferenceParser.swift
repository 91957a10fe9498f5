import Columnar

@testable import FlowLogs

/// What a log becomes, told line by line with strings and dictionaries: the plain twin of ``RecordParser``.
struct ReferenceParser {
    /// A row: its fields and their values, numbers as text.
    struct Row: Equatable, CustomStringConvertible {
        var fields: [String]
        var values: [[UInt8]?]

        var description: String {
            zip(fields, values).map { "\($0)=\($1.map { String(decoding: $0, as: UTF8.self) } ?? "NULL")" }
                .joined(separator: " ")
        }
    }

    /// A rejected line.
    struct Reject: Equatable {
        var line: Int
        var offset: Int
        var reason: RejectReason
        var raw: [UInt8]
    }

    private(set) var rows: [Row] = []
    private(set) var rejects: [Reject] = []
    private(set) var counts = LineCounts()
    /// Whether the fields cannot be told.
    private(set) var isUndecided = false

    private static let int32: Set<String> = [
        "version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status",
    ]
    private static let int64: Set<String> = [
        "packets", "bytes", "start", "end", "packets-lost-no-route", "packets-lost-blackhole",
        "packets-lost-mtu-exceeded", "packets-lost-ttl-expired",
    ]
    private static let timestamp = "timestamp of the export"
    private static let known = Set(FlowField.all.map(\.name))

    init(_ input: [UInt8], given: [String]? = nil) {
        var lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        if lines.last == [] { lines.removeLast() }
        var offset = 0
        var fields: [String]?
        for (number, line) in lines.enumerated() {
            let start = offset
            offset += line.count + 1
            counts.total += 1
            if line.count > 1 << 20 {
                let excerpt = Array(line.prefix(4096))
                reject(Reject(line: number + 1, offset: start, reason: .tooLong(length: line.count), raw: excerpt))
                continue
            }
            let raw = line.last == 0x0D ? Array(line.dropLast()) : line
            let tokens = Self.tokens(line)
            if tokens.isEmpty {
                counts.blank += 1
                continue
            }
            var isFirstHeader = false
            if fields == nil {
                guard let decision = Self.decide(lines[number...], given) else {
                    isUndecided = true
                    return
                }
                fields = decision.fields
                headerLine = decision.header
            }
            isFirstHeader = headerLine == number
            if let names = Self.header(tokens),
                isFirstHeader || (Self.known.contains(names[0]) && Set(names).count == names.count)
            {
                if Set(names).count < names.count {
                    isUndecided = true
                    return
                }
                counts.headers += 1
                fields = names
                continue
            }
            add(tokens, fields ?? [], Reject(line: number + 1, offset: start, reason: .tooLong(length: 0), raw: raw))
        }
    }

    private var headerLine: Int?

    private mutating func reject(_ line: Reject) {
        counts.rejected += 1
        rejects.append(line)
    }

    private mutating func add(_ tokens: [[UInt8]], _ fields: [String], _ line: Reject) {
        var line = line
        guard tokens.count == fields.count else {
            line.reason = .tokenCount(expected: fields.count, found: tokens.count)
            return reject(line)
        }
        var values: [[UInt8]?] = []
        for (token, field) in zip(tokens, fields) {
            switch Self.value(token, field) {
            case .success(let value): values.append(value)
            case .failure(let flaw):
                line.reason = flaw.reason
                return reject(line)
            }
        }
        counts.rows += 1
        rows.append(Row(fields: fields.map { $0 == Self.timestamp ? "event_time" : $0 }, values: values))
    }

    private static func tokens(_ line: [UInt8]) -> [[UInt8]] {
        let line = line.last == 0x0D ? line.dropLast() : line[...]
        return line.split(separator: 0x20).map { Array($0) }
    }

    private static func header(_ tokens: [[UInt8]]) -> [String]? {
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        let others = Set("0123456789-_".utf8)
        for token in tokens {
            guard letters.contains(token[0]), token.allSatisfy({ letters.contains($0) || others.contains($0) }) else {
                return nil
            }
        }
        let names = tokens.map { String(decoding: $0, as: UTF8.self) }
        let knownCount = names.count { known.contains($0) }
        return knownCount > 0 && knownCount * 2 >= names.count ? names : nil
    }

    private static func decide(_ lines: ArraySlice<[UInt8]>, _ given: [String]?) -> (fields: [String], header: Int?)? {
        for (number, line) in zip(lines.indices, lines) {
            let tokens = tokens(line)
            if tokens.isEmpty { continue }
            if let names = header(tokens) { return (names, number) }
            let isExport = TimestampReference.millis(tokens[0]) != nil
            let prefix = isExport ? [timestamp] : []
            if let given { return (prefix + given, nil) }
            let record = isExport ? Array(tokens.dropFirst()) : tokens
            if isDefault(record) { return (prefix + FlowField.defaultNames, nil) }
            if isTransitGateway(record) { return (prefix + FlowField.transitGatewayDefaultNames, nil) }
        }
        return nil
    }

    private static func isDefault(_ record: [[UInt8]]) -> Bool {
        guard record.count == 14 else { return false }
        let texts = record.map { String(decoding: $0, as: UTF8.self) }
        guard ["ACCEPT", "REJECT", "-"].contains(texts[12]), ["OK", "NODATA", "SKIPDATA"].contains(texts[13]) else {
            return false
        }
        return [0, 5, 6, 7, 8, 9, 10, 11].allSatisfy { place in
            texts[place] == "-" || (!texts[place].hasPrefix("+") && Int64(texts[place]) != nil)
        }
    }

    private static func isTransitGateway(_ record: [[UInt8]]) -> Bool {
        guard record.count == 36 else { return false }
        let texts = record.map { String(decoding: $0, as: UTF8.self) }
        guard texts[1].hasPrefix("TransitGateway"), ["OK", "NODATA", "SKIPDATA"].contains(texts[25]) else {
            return false
        }
        func fits(_ texts: [String], _ isValue: (String) -> Bool) -> Bool {
            texts.allSatisfy { $0 == "-" || isValue($0) }
        }
        func isNumber<Value: FixedWidthInteger>(_ text: String, _ type: Value.Type) -> Bool {
            !text.hasPrefix("+") && Value(text) != nil
        }
        return fits([0, 18, 19, 20, 31].map { texts[$0] }) { isNumber($0, Int32.self) }
            && fits([21, 22, 23, 24, 27, 28, 29, 30].map { texts[$0] }) { isNumber($0, Int64.self) }
            && fits([16, 17].map { texts[$0] }) { text in
                text.utf8.allSatisfy { Array("0123456789abcdefABCDEF.:".utf8).contains($0) }
                    && (text.contains(".") || text.contains(":"))
            }
            && fits([texts[2]]) { $0 == "unknown" || $0.utf8.allSatisfy { (48...57).contains($0) } }
            && fits([texts[26]]) { ["IPv4", "IPv6", "EFA"].contains($0) }
            && fits([texts[33]]) { ["ingress", "egress"].contains($0) }
    }

    private struct Flaw: Error {
        var reason: RejectReason
    }

    /// Letters and digits of ASCII, small; anything else is an underscore a byte.
    private static func columnName(_ field: String) -> String {
        String(
            field.utf8.map { byte -> Character in
                let character = Character(UnicodeScalar(byte))
                guard byte < 0x80, character.isLetter || character.isNumber else { return "_" }
                return Character(character.lowercased())
            }
        )
    }

    private static func value(_ token: [UInt8], _ field: String) -> Result<[UInt8]?, Flaw> {
        let column = field == timestamp ? "event_time" : columnName(field)
        if field == timestamp {
            guard let millis = TimestampReference.millis(token) else {
                return .failure(Flaw(reason: .notATimestamp(column: column)))
            }
            return .success(Array("\(millis)".utf8))
        }
        if token == [0x2D] { return .success(nil) }
        guard int32.contains(field) || int64.contains(field) else {
            guard let text = String(validating: token, as: UTF8.self) else {
                return .failure(Flaw(reason: .notUTF8(column: column)))
            }
            return .success(Array(text.utf8))
        }
        let digits = token.first == 0x2D ? token.dropFirst() : token[...]
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return .failure(Flaw(reason: .notAnInteger(column: column)))
        }
        let text = String(decoding: token, as: UTF8.self)
        guard let number = int32.contains(field) ? Int32(text).map(Int64.init) : Int64(text) else {
            return .failure(Flaw(reason: .overflow(column: column, bits: int32.contains(field) ? 32 : 64)))
        }
        return .success(Array("\(number)".utf8))
    }
}

/// Timestamps, character by character.
enum TimestampReference {
    static func millis(_ token: [UInt8]) -> Int64? {
        guard token.count == 24 else { return nil }
        for (place, byte) in Array("0000-00-00T00:00:00.000Z".utf8).enumerated() {
            guard byte == 0x30 ? token[place] >= 0x30 && token[place] <= 0x39 : token[place] == byte else { return nil }
        }
        func number(_ range: Range<Int>) -> Int { token[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard let date = CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10)),
            number(11..<13) < 24, number(14..<16) < 60, number(17..<19) <= 60
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
        return Int64(seconds * 1000 + number(20..<23))
    }
}
