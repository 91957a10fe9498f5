import JSON
import Storage

/// What is about to become visible: enough for any later process to finish it.
///
/// It is written when all files of a unit are complete and durable, and removed when the commit record is written and what
/// the record removes is gone.
struct IntentRecord: Sendable, Hashable {
    /// The commit record that will be written.
    let record: CommitRecord
    /// The uploads that will be published.
    let tickets: [UploadTicket]
    /// The key of the lock that the process holds as long as it lives.
    let claim: String
    /// Whether it may yet be taken back because another intent is in its way; nothing of it is visible then.
    var isProposal = false

    var bytes: [UInt8] {
        var members: [JSONMember] = [
            JSONMember("record", record.json),
            JSONMember(
                "tickets",
                .array(tickets.map { ["key": .string($0.key), "token": .string($0.token)] })
            ),
            JSONMember("claim", .string(claim)),
        ]
        if isProposal { members.append(JSONMember("state", .string(Self.proposal))) }
        return SealedRecord.bytes(.object(members))
    }

    private static let proposal = "proposed"

    init(record: CommitRecord, tickets: [UploadTicket], claim: String) {
        self.record = record
        self.tickets = tickets
        self.claim = claim
    }

    init(_ bytes: [UInt8], key: String) throws(CommitError) {
        let reader = RecordReader(value: try SealedRecord.record(bytes, key: key), name: key)
        record = try CommitRecord(try reader.object("record"))
        tickets = try reader.list("tickets") { reader throws(CommitError) in
            UploadTicket(key: try reader.key("key"), token: try reader.text("token"))
        }
        claim = try reader.key("claim")
        switch try reader.optionalText("state") {
        case nil: break
        case Self.proposal: isProposal = true
        default: throw reader.failure("state", "'\(Self.proposal)' or nothing")
        }
    }
}
