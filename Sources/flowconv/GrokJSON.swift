import Conversion
import FlowLogs
import Grok
import JSON

/// What `flowconv grok` tells programs.
enum GrokJSON {
    /// A line of JSON about a line.
    static func line(_ explanation: LineExplanation) -> String {
        var members = [JSONMember("line", .integer(explanation.line.number))]
        switch explanation.outcome {
        case .matched:
            members.append(JSONMember("match", true))
            members.append(JSONMember("fields", .array(explanation.captures.map { field($0, explanation) })))
        case .exhausted:
            members.append(JSONMember("match", false))
            members.append(JSONMember("exhausted", true))
        case .unmatched(let mismatch):
            members.append(JSONMember("match", false))
            members.append(JSONMember("offset", .integer(mismatch.offset)))
            members.append(JSONMember("expected", .string(mismatch.expected)))
        }
        return JSONText.compact(.object(members)) + "\n"
    }

    private static func field(_ capture: LineExplanation.Capture, _ explanation: LineExplanation) -> JSONValue {
        [
            "name": .string(capture.field.name),
            "type": .string(capture.field.cast?.rawValue ?? "string"),
            "start": capture.range.map { .integer($0.lowerBound) } ?? .null,
            "end": capture.range.map { .integer($0.upperBound) } ?? .null,
            "value": capture.outcome == .value
                ? capture.range.map { .string(String(decoding: explanation.line.bytes[$0], as: UTF8.self)) } ?? .null
                : .null,
        ]
    }
}
