import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes the process indifferent to what its standard streams are.
enum StandardStreams {
    /// A reader that goes away, or a limit on the size of files, is told by a failing write, not by a signal; and a stream that was closed before the start is
    /// taken, lest a data file get its number and what is meant for people.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // Opened the wrong way round, so that using it fails.
            _ = try? FileDescriptor.open("/dev/null", number == STDIN_FILENO ? .writeOnly : .readOnly)
        }
    }
}
