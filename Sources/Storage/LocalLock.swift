internal import Synchronization
internal import SystemPackage

/// A lock in a ``LocalStore``: a file that is held with `flock`, which the system releases however its process ends.
///
/// The file is removed on release. So whoever gets the lock looks whether the name still leads to the file.
final class LocalLock: ObjectLock {
    private let path: FilePath
    private let file: Mutex<FileDescriptor?>

    private init(_ path: FilePath, _ file: FileDescriptor) {
        self.path = path
        self.file = Mutex(file)
    }

    deinit { end() }

    /// Takes the lock at `path`; `nil` where somebody has it.
    static func acquire(_ path: FilePath, contents: [UInt8]) throws(StorageError) -> LocalLock? {
        // Each attempt loses only to a holder that goes away at the same moment.
        for _ in 0..<100 {
            var opened: FileDescriptor?
            do throws(Errno) {
                let file = try Syscalls.open(path, .readWrite, options: .create)
                opened = file
                guard try Syscalls.lock(file) == .locked else {
                    Syscalls.close(file)
                    return nil
                }
                if try StagingArea.isSame(file, path) {
                    try Syscalls.truncate(file)
                    try Syscalls.write(contents, to: file)
                    return LocalLock(path, file)
                }
            } catch .noSuchFileOrDirectory {
                try Folders.make(Folders.parent(of: path))
            } catch {
                if let opened { Syscalls.close(opened) }
                throw StorageError(.create, path, error)
            }
            if let opened { Syscalls.close(opened) }
        }
        return nil
    }

    func release() { end() }

    private func end() {
        file.withLock { file in
            guard let held = file else { return }
            // Removed before it is unlocked: nobody gets a lock whose name is gone.
            try? Syscalls.remove(path)
            Syscalls.close(held)
            file = nil
        }
    }
}
