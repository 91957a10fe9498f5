import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One of the standard streams, written to without buffering; what cannot be written is dropped, since there is nobody
/// left to tell.
struct Terminal: Sendable {
    static let standardOutput = Terminal(descriptor: .standardOutput)
    static let standardError = Terminal(descriptor: .standardError)

    private let descriptor: FileDescriptor

    private init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Whether a person looks at it.
    var isInteractive: Bool { isatty(descriptor.rawValue) == 1 }

    /// Writes text; `false` where the other end is gone.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Writes bytes; `false` where the other end is gone.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        (try? descriptor.writeAll(bytes)) != nil
    }
}
