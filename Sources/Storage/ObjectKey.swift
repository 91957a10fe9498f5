/// The name of an object in a store: components separated by `/`, relative to the store's root.
///
/// A key means the same in a folder and in a bucket, so it is held to what both can express. Keys compare by the bytes
/// of their UTF-8, the order in which S3 lists them.
public struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The key as written.
    public let description: String

    /// Checks a key.
    ///
    /// - Throws: ``ObjectKeyError`` when it is empty, begins or ends with `/`, has an empty component, a `.` or a `..`,
    ///   or contains NUL.
    public init(_ key: String) throws(ObjectKeyError) {
        if key.isEmpty { throw ObjectKeyError(key: key, reason: .empty) }
        if key.utf8.contains(0) { throw ObjectKeyError(key: key, reason: .nul) }
        // By bytes, since a combining mark after a slash makes one `Character` of both.
        for component in key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if component.isEmpty { throw ObjectKeyError(key: key, reason: .emptyComponent) }
            if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
                throw ObjectKeyError(key: key, reason: .dotComponent)
            }
        }
        description = key
    }

    private init(unchecked key: String) { description = key }

    /// The parts between the slashes; there is at least one.
    public var components: [String] {
        description.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    /// The key without its last component, or nil when there is only one.
    public var parent: ObjectKey? {
        guard let slash = description.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return ObjectKey(unchecked: String(description[..<slash]))
    }

    /// Returns the key that `relative` names below this one.
    ///
    /// - Throws: ``ObjectKeyError`` when `relative` is not a key by itself.
    public func appending(_ relative: String) throws(ObjectKeyError) -> ObjectKey {
        appending(try ObjectKey(relative))
    }

    /// Returns the key that `relative` names below this one.
    public func appending(_ relative: ObjectKey) -> ObjectKey {
        ObjectKey(unchecked: "\(description)/\(relative.description)")
    }

    /// Whether this key is below `folder`, that is `folder`, a slash and more.
    public func isBelow(_ folder: ObjectKey) -> Bool {
        description.utf8.starts(with: "\(folder.description)/".utf8)
    }

    /// Byte order of the UTF-8.
    public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    /// Keys are equal when their bytes are; strings that merely look the same are different objects.
    public static func == (left: ObjectKey, right: ObjectKey) -> Bool {
        left.description.utf8.elementsEqual(right.description.utf8)
    }

    /// Equal bytes make equal strings, which have equal hashes.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
