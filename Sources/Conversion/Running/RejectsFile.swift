import FlowLogs
import JSON
import Storage

/// Rejected lines as JSON lines: source, line, byte offset, reason and the raw text.
///
/// Lines wait in memory up to a limit and then go to an upload that nobody can see, so that an input of nothing but garbage
/// costs no more memory than any other.
final class RejectsFile {
    private static let bufferLimit = 1 << 20

    private let store: any ObjectStore
    private var bytes: [UInt8] = []
    private var upload: (any ObjectUpload)?
    /// The first rejected line, for messages.
    private(set) var first: String?

    /// The file's key in the lake.
    static func key(unitID: String) -> String { "_flowconv/rejects/\(unitID).jsonl" }

    init(store: any ObjectStore) {
        self.store = store
    }

    /// Adds lines of one object.
    ///
    /// - Parameters:
    ///   - firstLine: How many lines of the object were before those that the lines are counted among.
    ///   - firstOffset: The same in bytes.
    func append(_ lines: [RejectedLine], source: String, firstLine: Int = 0, firstOffset: Int = 0) async throws {
        for line in lines {
            append(line, source: source, line: firstLine + line.line, offset: firstOffset + line.offset)
        }
        if bytes.count > Self.bufferLimit { try await spill() }
    }

    private func append(_ rejected: RejectedLine, source: String, line: Int, offset: Int) {
        if first == nil { first = "\(source): line \(line), offset \(offset): \(rejected.reason)" }
        var members: [JSONMember] = [
            JSONMember("source", .string(source)),
            JSONMember("line", .integer(line)),
            JSONMember("offset", .integer(offset)),
            JSONMember("reason", .string(rejected.reason.description)),
            JSONMember("raw", .string(String(decoding: rejected.raw, as: UTF8.self))),
        ]
        // Text that is not UTF-8 cannot stand in JSON as it is; its bytes are kept beside the readable form.
        if String(validating: rejected.raw, as: UTF8.self) == nil {
            members.append(JSONMember("raw_hex", .string(rejected.raw.map { Self.hex($0) }.joined())))
        }
        bytes.append(contentsOf: JSONText.compact(.object(members)).utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private func spill() async throws {
        let upload =
            if let upload { upload } else { try await store.beginUpload(ObjectKey(Self.key(unitID: "unnamed"))) }
        self.upload = upload
        try await upload.append(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Makes the file complete and durable, and returns what makes it visible, or `nil` where no line was rejected.
    func seal(unitID: String) async throws -> UploadTicket? {
        guard first != nil else { return nil }
        try await spill()
        guard let upload else { return nil }
        return UploadTicket(key: Self.key(unitID: unitID), token: try await upload.seal().token)
    }

    /// Leaves the file to whoever has its ticket.
    func handOver() { upload = nil }

    /// Drops what is not visible yet.
    func abort() async {
        await upload?.abort()
        upload = nil
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
