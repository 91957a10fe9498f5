import Foundation

/// A folder that is removed when the value goes out of use.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes a folder of its own.
    public init() throws {
        path = NSTemporaryDirectory() + "flowconv-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name below the folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and the folders above it, and returns its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = file(name)
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Writes text to a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    /// The files below `name` and their bytes, by their paths relative to it; none where there is no such folder.
    public func files(under name: String = "") throws -> [String: [UInt8]] {
        let root = name.isEmpty ? path : file(name)
        var found: [String: [UInt8]] = [:]
        for case let relative as String in FileManager.default.enumerator(atPath: root) ?? .init() {
            var isFolder: ObjCBool = false
            let full = "\(root)/\(relative)"
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            found[relative] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: full)))
        }
        return found
    }
}
