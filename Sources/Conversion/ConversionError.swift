import Lake
import Storage
import SystemPackage

/// Why a conversion failed, and which exit status tells it.
public struct ConversionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure; the raw value is the exit status, from sysexits.h where it has one.
    public enum Code: Int32, Sendable {
        /// More lines were rejected than allowed.
        case tooManyRejects = 3
        /// The lake lacks objects that were skipped, or parts of objects that were salvaged.
        case incomplete = 4
        /// The command line asks for what cannot be.
        case usage = 64
        /// An object is corrupt, or its format cannot be told.
        case invalidData = 65
        /// An input is missing or cannot be read.
        case inputUnavailable = 66
        /// Counts do not add up: a defect of flowconv.
        case internalInconsistency = 70
        /// The output cannot be created.
        case outputUnavailable = 73
        /// Reading or writing failed.
        case ioFailure = 74
    }

    /// What went wrong.
    public let code: Code
    /// One line for the user: the object, where in it, what was expected, and what to do.
    public let description: String
    /// Whether it may be the machine's fault and not the object's, which is then never left out for it.
    let isShortage: Bool

    /// A failure of that kind.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
        isShortage = false
    }

    /// An input that cannot be opened.
    init(input error: StorageError, named name: String? = nil) {
        code = error.isShortage ? .ioFailure : .inputUnavailable
        description = name.map { "\($0): \(error)" } ?? "\(error)"
        isShortage = error.isShortage
    }

    /// A failure of the lake's log.
    init(_ error: CommitError) {
        switch error.code {
        case .noLake: self.init(.inputUnavailable, error.description)
        case .invalidRecord, .schemaMismatch: self.init(.invalidData, error.description)
        case .superseded, .publicationPending, .locked: self.init(.ioFailure, error.description)
        }
    }

    /// A failure of the output's store: it cannot be created, or writing to it failed.
    init(_ error: StorageError) {
        let neverThere: [Errno] = [
            .permissionDenied, .notPermitted, .readOnlyFileSystem, .notDirectory, .isDirectory, .fileExists,
            .noSuchFileOrDirectory, .tooManySymbolicLinkLevels, .fileNameTooLong,
        ]
        let isUnavailable = error.operation == .create && error.errno.map(neverThere.contains) == true
        self.init(isUnavailable ? .outputUnavailable : .ioFailure, "\(error)")
    }
}
