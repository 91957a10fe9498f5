internal import SystemPackage

/// How many files this process may have open.
///
/// Some are left to the libraries that tasks run on, which end the process where they get none.
public enum OpenFiles {
    private static let reserve = 6
    /// What the libraries take, and a few of our own.
    private static let least = 16
    private static let limit = Syscalls.openFileLimit

    /// Whether a descriptor, the lowest that was free, is one of those that are left to others.
    static func isReserved(_ file: FileDescriptor) -> Bool { Int(file.rawValue) >= limit - reserve }

    /// Refuses to begin with so few that not even the libraries have enough.
    ///
    /// - Throws: ``StorageError``.
    public static func check() throws(StorageError) {
        guard limit >= least else { throw StorageError(.read, "any input", .system(.tooManyOpenFiles)) }
    }
}
