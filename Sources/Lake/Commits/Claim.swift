import JSON
import Storage

/// What a run works on at the moment, so that others leave it alone.
///
/// Claims keep two runs from doing the same work twice. That nothing is committed twice rests on the intents alone, which
/// are checked against each other and against the commits before one is written.
public struct Claim: Sendable {
    /// The key of the lock.
    let key: String
    private let lock: any ObjectLock

    init(key: String, lock: any ObjectLock) {
        self.key = key
        self.lock = lock
    }

    /// Lets others have what was claimed.
    public func release() async { await lock.release() }

    /// What a claim says to others.
    static func bytes(_ resources: [String]) -> [UInt8] {
        Array((JSONText.compact(["resources": .strings(resources)]) + "\n").utf8)
    }

    /// What a claim names; nothing where it cannot be read, which is so while it is being written.
    static func resources(_ bytes: [UInt8]) -> [String] {
        (try? JSONParser.parse(lines(bytes)))?["resources"]?.array?.compactMap(\.string) ?? []
    }

    /// The line that ``bytes(_:)`` has given to a claim; a store may have added lines of its own.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        bytes.firstIndex(of: UInt8(ascii: "\n")).map { Array(bytes[...$0]) } ?? bytes
    }
}
