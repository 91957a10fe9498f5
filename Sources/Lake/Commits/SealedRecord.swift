import Digest
import JSON

/// The text of a record, with a digest that tells whether anything in it was changed since.
///
///     {"record": { … }, "sha256": "digest of the compact text of the record"}
enum SealedRecord {
    /// No record is larger, in bytes; what is, is none of ours.
    static let sizeLimit = 256 << 20

    /// The text of a record.
    static func bytes(_ record: JSONValue) -> [UInt8] {
        let text = JSONText.compact(record)
        let digest = SHA256.hex(Array(text.utf8)) ?? ""
        return Array("{\"record\":\(text),\"sha256\":\"\(digest)\"}\n".utf8)
    }

    /// Reads a record back.
    ///
    /// - Throws: ``CommitError`` naming the key.
    static func record(_ bytes: [UInt8], key: String) throws(CommitError) -> JSONValue {
        guard bytes.count <= sizeLimit else {
            throw CommitError(.invalidRecord, "\(key): a record of \(bytes.count) bytes is none of flowconv's")
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw CommitError(.invalidRecord, "\(key): \(error); restore the record from a copy")
        }
        guard let record = value["record"], let digest = value["sha256"]?.string else {
            throw CommitError(.invalidRecord, "\(key): offset 0: a record and its sha256 were expected")
        }
        guard SHA256.hex(Array(JSONText.compact(record).utf8)) == digest else {
            throw CommitError(
                .invalidRecord,
                "\(key): the record does not have its digest: it was changed after it was written; restore it from a copy"
            )
        }
        return record
    }
}
