import Storage

/// A file that is complete and durable, and waits to be made visible.
struct SealedFile {
    let upload: any ObjectUpload
    /// What makes it visible, under whatever key.
    let ticket: UploadTicket
    /// The partition's folder, relative to the lake; empty where there is none.
    let partition: String
    /// The last part of the file's name.
    let name: String
    let rows: Int
    let bytes: Int
    /// The SHA-256 of its bytes, in hexadecimal.
    let sha256: String
    /// The least and the greatest time of its rows.
    let times: ClosedRange<Int64>?

    /// The file under its full name.
    func file(prefix: String) -> WrittenFile {
        let fullName = prefix + name
        let path = partition.isEmpty ? fullName : "\(partition)/\(fullName)"
        return WrittenFile(path: path, partition: partition, rows: rows, bytes: bytes, sha256: sha256, times: times)
    }
}
