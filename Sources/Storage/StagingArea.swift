internal import Synchronization
internal import SystemPackage

/// The folder of one store in which uploads lie until they are published.
///
///     <root>/_flowconv/staging/<random name>/lock    held with flock as long as the store lives
///     <root>/_flowconv/staging/<random name>/<n>     upload number n
///
/// Whether the owner is alive is told by the lock, which the system releases however a process ends; a process number
/// would be used again, and means nothing on another machine.
///
/// Owner and cleaner may meet at any point. So the owner makes the folder, then the lock file, locks it, and checks that
/// it is still there; when any of it fails it starts over under another name. The cleaner (`StagingArea+Stale.swift`)
/// touches a folder only when it has the lock, and removes the lock file last.
final class StagingArea: Sendable {
    /// Where the staging folders lie, from the root.
    static let prefix: FilePath = "_flowconv/staging"

    /// The lock file's name; uploads have numbers for names.
    static let lockName: FilePath.Component = "lock"

    /// The root of the store.
    let root: FilePath

    private let name: String
    private let lock: FileDescriptor
    private let uploads = Atomic<Int>(0)

    /// Makes a staging folder, and the root if need be.
    init(root: FilePath) throws(StorageError) {
        self.root = root
        let parent = root.pushing(Self.prefix)
        // Each attempt loses only to a cleaner or to a store that goes away at the same moment.
        for _ in 0..<100 {
            let name = String(UInt64.random(in: .min ... .max), radix: 36)
            try Folders.make(parent)
            if let lock = try Self.claim(parent.appending(name)) {
                self.name = name
                self.lock = lock
                try Folders.sync(parent)
                return
            }
        }
        throw StorageError(.create, parent, .resourceTemporarilyUnavailable)
    }

    /// Removes the folder, unless sealed uploads wait there for a later process.
    deinit {
        let folder = Self.folder(named: name, in: root)
        let names = (try? Syscalls.names(in: folder)) ?? []
        if names == [Self.lockName] {
            try? Syscalls.remove(folder.appending(Self.lockName))
            Folders.removeEmpty(folder, below: root)
        }
        Syscalls.close(lock)
    }

    /// Returns a token for a new upload.
    func newToken() -> String {
        "\(name)/\(uploads.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// Returns the file that `token` stands for, or nil when no staging area gave it out.
    static func file(for token: String, in root: FilePath) -> FilePath? {
        // Tickets come back from records on disk, so this must not lead out of the staging folders.
        guard let key = try? ObjectKey(token), key.components.count == 2, key.components[1] != lockName.string else {
            return nil
        }
        return root.pushing(prefix).appending(token)
    }

    /// The name of the folder that a token's file lies in.
    static func folderName(of token: String) -> String? {
        token.utf8.split(separator: UInt8(ascii: "/")).first.flatMap { String(Substring($0)) }
    }

    /// Moves a staged file to its place among the objects, and makes that durable.
    static func publish(_ staged: FilePath, as destination: FilePath) throws(StorageError) {
        let folder = Folders.parent(of: destination)
        var attempts = 0
        while true {
            attempts += 1
            try Folders.make(folder)
            do throws(Errno) {
                try Syscalls.rename(staged, to: destination)
                break
            } catch {
                // A deletion elsewhere may have taken the folder away since, because it was empty.
                let isGone = (try? Syscalls.status(staged)) == nil
                if error != .noSuchFileOrDirectory || isGone || attempts == 100 {
                    throw StorageError(.publish, destination, error)
                }
            }
        }
        do throws(StorageError) {
            try Folders.sync(folder)
        } catch {
            // If the folder is gone, somebody has deleted the object since, and there is nothing to keep.
            if error.errno != .noSuchFileOrDirectory { throw error }
        }
    }

    private static func folder(named name: String, in root: FilePath) -> FilePath {
        root.pushing(prefix).appending(name)
    }

    /// Makes and locks a staging folder; nil when somebody came in between.
    private static func claim(_ folder: FilePath) throws(StorageError) -> FileDescriptor? {
        let lockPath = folder.appending(lockName)
        var file: FileDescriptor?
        do throws(Errno) {
            try Syscalls.makeFolder(folder)
            let lock = try Syscalls.open(lockPath, .readWrite, options: [.create, .exclusiveCreate])
            file = lock
            if try Syscalls.lock(lock) == .locked, try isSame(lock, lockPath) { return lock }
        } catch .noSuchFileOrDirectory {
            // A cleaner removed the folder, or what it lies in.
        } catch .fileExists {
            // Another store has the same random name.
        } catch {
            if let file { Syscalls.close(file) }
            throw StorageError(.create, lockPath, error)
        }
        if let file { Syscalls.close(file) }
        return nil
    }

    /// Whether a path still leads to the file that was opened by it.
    static func isSame(_ file: FileDescriptor, _ path: FilePath) throws(Errno) -> Bool {
        let opened = try Syscalls.status(file)
        let named = try Syscalls.status(path)
        return opened.deviceID == named.deviceID && opened.inode == named.inode
    }
}
