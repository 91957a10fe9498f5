internal import SystemPackage

/// An upload to a ``LocalStore``: a file in the staging area, which publishing moves to its place.
actor LocalUpload: ObjectUpload {
    private enum State {
        case open(FileDescriptor)
        case sealed
        case published
        case aborted
    }

    nonisolated let key: ObjectKey
    /// Kept for its lock: as long as the upload lives, no cleaner takes its file.
    private let area: StagingArea
    private let token: String
    private let staged: FilePath
    private let destination: FilePath
    private var state: State

    init(_ key: ObjectKey, to destination: FilePath, in area: StagingArea) throws(StorageError) {
        let token = area.newToken()
        guard let staged = StagingArea.file(for: token, in: area.root) else {
            throw StorageError(.create, token, .invalidTicket)
        }
        do throws(Errno) {
            state = .open(try Syscalls.open(staged, .writeOnly, options: [.create, .exclusiveCreate]))
        } catch {
            throw StorageError(.create, staged, error)
        }
        self.key = key
        self.area = area
        self.token = token
        self.staged = staged
        self.destination = destination
    }

    deinit {
        if case .open(let file) = state {
            Syscalls.close(file)
            try? Syscalls.remove(staged)
        }
    }

    func append(_ bytes: [UInt8]) throws(StorageError) {
        guard case .open(let file) = state else { throw StorageError(.write, key.description, .uploadIsOver) }
        do throws(Errno) {
            try Syscalls.write(bytes, to: file)
        } catch {
            // The destination is what the user knows; the staging folder is beside it on the same file system.
            throw StorageError(.write, destination, error)
        }
    }

    func seal() async throws(StorageError) -> UploadTicket {
        if case .open(let file) = state {
            try await DiskWait.run { [staged, destination] () throws(StorageError) in
                do throws(Errno) {
                    try Syscalls.sync(file)
                } catch {
                    throw StorageError(.sync, destination, error)
                }
                try Folders.sync(Folders.parent(of: staged))
            }
            // Whoever was faster meanwhile has closed it.
            if case .open = state {
                // Sealed uploads wait for the rest of their unit; waiting takes no descriptor.
                Syscalls.close(file)
                state = .sealed
            }
        }
        if case .aborted = state { throw StorageError(.sync, key.description, .uploadIsOver) }
        return UploadTicket(key: key.description, token: token)
    }

    func publish() async throws(StorageError) {
        if case .published = state { return }
        _ = try await seal()
        try await DiskWait.run { [staged, destination] () throws(StorageError) in
            try StagingArea.publish(staged, as: destination)
        }
        state = .published
    }

    func abort() {
        switch state {
        case .open(let file):
            Syscalls.close(file)
            try? Syscalls.remove(staged)
        case .sealed:
            try? Syscalls.remove(staged)
        case .published, .aborted:
            return
        }
        state = .aborted
    }
}
