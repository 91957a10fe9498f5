/// Names a sealed upload, so that a later process can publish what an earlier one prepared.
public struct UploadTicket: Sendable, Hashable, Codable {
    /// The key under which the object will appear.
    public let key: String
    /// What the store calls the upload; only the store that made it understands it.
    public let token: String

    /// Puts together a ticket that was taken apart to be recorded.
    public init(key: String, token: String) {
        self.key = key
        self.token = token
    }
}
