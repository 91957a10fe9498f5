/// What a listing says of an object.
public struct ObjectInfo: Sendable, Hashable {
    /// The object's name.
    public let key: ObjectKey
    /// Its size in bytes.
    public let size: Int

    /// Describes an object.
    public init(key: ObjectKey, size: Int) {
        self.key = key
        self.size = size
    }
}
