public import SystemPackage

/// What a store could not do, to what, and why.
public struct StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done.
    public enum Operation: String, Sendable, Hashable {
        /// Making a file or folder, or opening one for writing.
        case create
        /// Adding bytes to a file.
        case write
        /// Waiting for bytes to be durable.
        case sync
        /// Giving an upload its final name.
        case publish
        /// Removing a file.
        case delete
        /// Opening a file or reading from it.
        case read
        /// Finding out what there is.
        case list
    }

    /// Why it could not be done.
    public enum Reason: Sendable, Hashable {
        /// The system refused.
        case system(Errno)
        /// The object is shorter than the range asked for.
        case endsEarly
        /// The key lies where the store keeps unpublished uploads.
        case reservedKey
        /// The upload was sealed, published or aborted before.
        case uploadIsOver
        /// The ticket is not of this store.
        case invalidTicket
    }

    /// What was being done.
    public let operation: Operation
    /// The file, folder or key concerned.
    public let subject: String
    /// Why it could not be done.
    public let reason: Reason

    /// Describes a failure.
    public init(_ operation: Operation, _ subject: String, _ reason: Reason) {
        self.operation = operation
        self.subject = subject
        self.reason = reason
    }

    init(_ operation: Operation, _ path: FilePath, _ errno: Errno) {
        self.init(operation, path.string, .system(errno))
    }

    /// The system's error number, if the system refused.
    public var errno: Errno? {
        if case .system(let errno) = reason { errno } else { nil }
    }

    /// Whether the machine, or this process, is short of something: it says nothing about the object.
    public var isShortage: Bool {
        switch errno {
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory: true
        default: false
        }
    }

    /// One line that says what failed and, for the common causes, what to do about it.
    public var description: String { "cannot \(operation.rawValue) \(subject): \(explanation)" }

    private var explanation: String {
        switch reason {
        case .system(let errno): Self.advice(for: errno, isWriting: isWriting) ?? errno.description
        case .endsEarly: "it ends before the bytes asked for"
        case .reservedKey: "this place is kept for unpublished uploads"
        case .uploadIsOver: "the upload was sealed, published or aborted before"
        case .invalidTicket: "this is not an upload of this store"
        }
    }

    private var isWriting: Bool {
        switch operation {
        case .create, .write, .sync, .publish, .delete: true
        case .read, .list: false
        }
    }

    private static func advice(for errno: Errno, isWriting: Bool) -> String? {
        switch errno {
        case .noSpace: "no space left: free some or choose another --output"
        case .diskQuotaExceeded: "the disk quota is used up: free some space or choose another --output"
        case .fileTooLarge: "the file would be larger than the file system or `ulimit -f` allows"
        case .readOnlyFileSystem: "the file system is read-only: choose another --output"
        case .permissionDenied where isWriting, .notPermitted where isWriting:
            "permission denied: change the owner or mode of the folder, or choose another --output"
        case .permissionDenied, .notPermitted:
            "permission denied: change its owner or mode, or run as a user who may read it"
        case .tooManyOpenFiles: "too many open files: raise the limit with `ulimit -n`"
        case .tooManyOpenFilesInSystem: "too many open files in the whole system"
        case .noSuchFileOrDirectory where isWriting:
            "a folder on the way to it does not exist, or was removed meanwhile"
        case .noSuchFileOrDirectory: "it does not exist: check the spelling"
        case .notDirectory: "a part of the path is a file, not a folder"
        case .isDirectory: "it is a folder, not a file"
        case .fileNameTooLong: "the name is longer than the file system allows"
        default: nil
        }
    }
}
