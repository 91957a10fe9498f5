import Storage

/// Where the parts of a lake's log lie; no query engine looks there.
enum LogKeys {
    static let commits = "_flowconv/commits"
    static let intents = "_flowconv/intents"
    static let claims = "_flowconv/claims"
    static let schemas = "_flowconv/schemas"
    /// The lock that whoever changes the log holds for a moment.
    static let lock = "_flowconv/claims/log"

    /// A key that was put together here.
    static func key(_ folder: String, _ name: String) throws(CommitError) -> ObjectKey {
        do throws(ObjectKeyError) {
            return try ObjectKey("\(folder)/\(name).json")
        } catch {
            throw CommitError(.invalidRecord, "\(folder)/\(name): \(error)")
        }
    }

    /// A key of a lake.
    static func key(_ path: String) throws(CommitError) -> ObjectKey {
        do throws(ObjectKeyError) {
            return try ObjectKey(path)
        } catch {
            throw CommitError(.invalidRecord, "\(path): \(error)")
        }
    }
}
