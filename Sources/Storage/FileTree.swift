public import SystemPackage

/// Finds input files.
public enum FileTree {
    /// A file that was found.
    public struct File: Sendable, Hashable {
        /// Where it is: the path that was searched, with the rest of the way added.
        public let path: FilePath
        /// Its size in bytes; 0 for pipes and devices, which have none.
        public let size: Int
        /// When it was changed last, in nanoseconds since 1970.
        public let modificationTime: Int64
    }

    /// Returns the file at `path`, or all files at any depth of the folder at `path`.
    ///
    /// They are ordered by the bytes of their paths relative to `path`, so the order is the same on every machine.
    /// Symbolic links are followed; a folder is searched once even if links lead to it from several places or round in
    /// a circle. Pipes, sockets and devices count only if `path` itself is one.
    ///
    /// - Parameter skipsMissing: Whether to pass over what has gone since its folder was read, and links that lead nowhere.
    /// - Throws: ``StorageError`` naming the path that is missing or cannot be read; nothing else is left out in silence.
    public static func files(under path: FilePath, skipsMissing: Bool = false) throws(StorageError) -> [File] {
        try FileTreeWalk(root: path, missing: skipsMissing ? .skippedBelowRoot : .refused).entries().map(\.file)
    }
}
