import Catalog
import FlowLogs

/// Rejected lines as JSON lines: source, line, byte offset, reason and the raw text.
struct RejectsFile {
    /// The lines so far, as they stand in the file.
    private(set) var bytes: [UInt8] = []
    /// The first rejected line, for messages.
    private(set) var first: String?

    /// The file's key in the lake.
    static func key(unitID: String) -> String { "_flowconv/rejects/\(unitID).jsonl" }

    mutating func append(_ line: RejectedLine, source: String) {
        if first == nil { first = "\(source): line \(line.line), offset \(line.offset): \(line.reason)" }
        var members: [JSONMember] = [
            JSONMember("source", .string(source)),
            JSONMember("line", .integer(line.line)),
            JSONMember("offset", .integer(line.offset)),
            JSONMember("reason", .string(line.reason.description)),
            JSONMember("raw", .string(String(decoding: line.raw, as: UTF8.self))),
        ]
        // Text that is not UTF-8 cannot stand in JSON as it is; its bytes are kept beside the readable form.
        if String(validating: line.raw, as: UTF8.self) == nil {
            members.append(JSONMember("raw_hex", .string(line.raw.map { Self.hex($0) }.joined())))
        }
        bytes.append(contentsOf: JSONText.compact(.object(members)).utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
