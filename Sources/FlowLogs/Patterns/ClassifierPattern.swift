import Grok

/// Writes the grok pattern that a Glue classifier needs for a record format.
///
/// `%{NOTSPACE:name:type}` for every field: it takes `-`, `unknown` and whatever else a record holds, where `%{NUMBER}` and
/// `%{IP}` do not. Fields that every record has are `%{INT}`, so that a header line is no record.
public enum ClassifierPattern {
    /// The fields that hold a number in every record, also one without data.
    private static let alwaysNumbers: Set<String> = ["version", "start", "end"]

    /// The pattern of a format.
    ///
    /// An export's timestamp, which the format may have or `isExport` may ask for, becomes the column `event_time`.
    ///
    /// - Throws: ``ClassifierPatternError`` where the pattern is longer than Glue takes, or does not match what it should.
    public static func pattern(
        for format: RecordFormat,
        isExport: Bool = false
    ) throws(ClassifierPatternError) -> GrokPattern {
        let columns = format.columns.filter { $0 != .eventTime }
        let hasEventTime = isExport || format.hasEventTime
        var elements = hasEventTime ? ["%{TIMESTAMP_ISO8601:event_time}"] : []
        for column in columns {
            let name = column.name
            let cast = FlowField.named(name)?.type.grokCast.map { ":\($0.rawValue)" } ?? ""
            elements.append("%{\(alwaysNumbers.contains(name) ? "INT" : "NOTSPACE"):\(column.columnName)\(cast)}")
        }
        let text = elements.joined(separator: " ")
        guard text.count <= GrokPattern.glueLimit else { throw .tooLong(text.count) }
        do {
            let pattern = try GrokPattern(text)
            try check(pattern, columns.map(\.name), hasEventTime: hasEventTime)
            return pattern
        } catch let error as GrokError {
            throw .notMatching("\(error)")
        } catch let error as ClassifierPatternError {
            throw error
        } catch {
            throw .notMatching("\(error)")
        }
    }

    /// Runs the pattern over a record of each kind, with the casts, and over the header line.
    private static func check(_ pattern: GrokPattern, _ names: [String], hasEventTime: Bool) throws {
        let prefix = hasEventTime ? SampleRecords.exportPrefix : ""
        var diagnosis = PatternDiagnosis(pattern)
        for sample in SampleRecords(fieldNames: names).samples {
            let line = Array((prefix + sample.line).utf8)
            guard diagnosis.add(line.span, number: 1) == .matched else {
                throw ClassifierPatternError.notMatching(prefix + sample.line)
            }
        }
        for (field, found) in zip(pattern.fields, diagnosis.fields) where found.overflows + found.notOfType > 0 {
            throw ClassifierPatternError.notMatching("a value of \(field.name)")
        }
    }

    /// Whether lines that name the fields match too, because no field must be a number.
    public static func matchesHeaderLine(_ pattern: GrokPattern, _ format: RecordFormat) -> Bool {
        var matcher = GrokMatcher(pattern)
        let header = Array(format.columns.filter { $0 != .eventTime }.map(\.name).joined(separator: " ").utf8)
        return matcher.match(header.span) == .matched
    }
}

extension FlowFieldType {
    /// The cast of a field of this type; text needs none.
    public var grokCast: GrokCast? {
        switch self {
        case .int32: .int
        case .int64: .long
        case .string: nil
        }
    }
}
