import Digest
import Storage

/// An upload whose bytes are hashed as they go by, so that the record of the file needs no second reading.
final class HashingUpload: Sendable {
    let base: any ObjectUpload
    private let digest = SHA256()

    init(_ base: any ObjectUpload) {
        self.base = base
    }

    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) async throws {
        digest.update(bytes)
        try await base.append(bytes)
    }

    /// Adds bytes at the end, and hashes them beside that.
    func appendBesideHashing(_ pieces: [[UInt8]]) async throws {
        async let hashed: Void = pieces.forEach(digest.update)
        for bytes in pieces { try await base.append(bytes) }
        await hashed
    }

    /// The SHA-256 of all bytes, in hexadecimal; the upload takes no more after it.
    func finish() -> String { digest.finish() ?? "" }
}
