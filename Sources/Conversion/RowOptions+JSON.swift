import FlowLogs
import Grok
import JSON

// The form in which commit records hold the options; what is as by default is left out.
extension RowOptions {
    /// The options as a JSON object.
    var json: JSONValue {
        var members: [JSONMember] = []
        func add(_ name: String, _ value: JSONValue, if isSet: Bool) {
            if isSet { members.append(JSONMember(name, value)) }
        }
        add("log_formats", .strings(formats.formats.map(\.logFormat)), if: !formats.formats.isEmpty)
        let flowLogs = formats.flowLogs.map { log -> JSONValue in
            ["id": .string(log.id), "log_format": .string(log.format.logFormat)]
        }
        add("flow_logs", .array(flowLogs), if: !flowLogs.isEmpty)
        if let version = columns.padToVersion { add("pad_to", .integer(version), if: true) }
        if let selection = columns.selection { add("columns", .strings(selection), if: true) }
        add("timestamps", true, if: columns.hasTimestamps)
        add("decode_tags", true, if: columns.decodesTags)
        let derived = columns.derived.map(\.rawValue) + columns.lineage.map(\.rawValue)
        add("derive", .strings(derived), if: !derived.isEmpty)
        if let pattern {
            add("grok", .string(pattern.pattern.source), if: true)
            add("custom_patterns", .string(pattern.customPatterns), if: !pattern.customPatterns.isEmpty)
        }
        add("salvage", true, if: salvages)
        return .object(members)
    }

    /// Reads options that a commit record holds.
    ///
    /// - Throws: ``ConversionError`` that names the unit, where they are of a later version or damaged.
    init(_ json: JSONValue, unit: String) throws(ConversionError) {
        func failure(_ member: String, _ reason: String) -> ConversionError {
            ConversionError(
                .invalidData,
                "unit \(unit): row_options: \(member): \(reason); verify with the version of flowconv that wrote it"
            )
        }
        do {
            for member in json.members ?? [] {
                switch member.key {
                case "log_formats":
                    formats.formats = try Self.texts(member.value).map { try RecordFormat(logFormat: $0) }
                case "flow_logs":
                    formats.flowLogs = try (member.value.array ?? []).map { value in
                        let format = try RecordFormat(logFormat: value["log_format"]?.string ?? "")
                        return FormatChoice.FlowLog(id: value["id"]?.string ?? "", format: format)
                    }
                case "pad_to": columns.padToVersion = member.value.integer
                case "columns": columns.selection = Self.texts(member.value)
                case "timestamps": columns.hasTimestamps = member.value == true
                case "decode_tags": columns.decodesTags = member.value == true
                case "derive":
                    for name in Self.texts(member.value) {
                        guard columns.derive(name) else { throw failure("derive", "the column '\(name)' is not known") }
                    }
                case "grok":
                    pattern = try PatternFormat(
                        member.value.string ?? "",
                        customPatterns: json["custom_patterns"]?.string ?? ""
                    )
                case "custom_patterns": break
                case "salvage": salvages = member.value == true
                default: throw failure(member.key, "the option is not known")
                }
            }
        } catch let error as ConversionError {
            throw error
        } catch {
            throw failure("formats and pattern", "\(error)")
        }
    }

    private static func texts(_ value: JSONValue) -> [String] { (value.array ?? []).compactMap(\.string) }
}
