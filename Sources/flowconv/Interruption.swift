import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What SIGINT and SIGTERM do to a run that writes.
///
/// The first stops it: what is being published is finished, everything else is dropped, and the exit status is 128 and the
/// signal's number. A second one, or two seconds, end the process where it stands, which does no harm either: the next run
/// finds the lake as after a crash.
enum Interruption {
    /// The time that the first signal leaves, a little less than two seconds.
    private static let patience = DispatchTimeInterval.milliseconds(1700)

    /// Runs `body`, which is cancelled by the first signal.
    ///
    /// - Parameter advice: What the user is told after a signal.
    /// - Throws: What `body` throws, unless a signal has stopped it; then the process ends here.
    static func run(
        advice: String = "what was finished is in the lake; run the same command again to go on",
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let received = Atomic<CInt>(0)
        // Nothing begins before both signals are looked after: until then they end the process, which has done nothing yet.
        let (handlers, handler) = AsyncStream.makeStream(of: Void.self)
        let numbers = [SIGINT, SIGTERM]
        let task = Task {
            for await _ in handlers.prefix(numbers.count) {}
            try await body()
        }
        let queue = DispatchQueue(label: "signals")
        let sources = numbers.map { number in
            #if canImport(Darwin)
                // There the source only looks on.
                signal(number, SIG_IGN)
            #endif
            // Elsewhere it brings a handler of its own.
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setRegistrationHandler { handler.yield() }
            source.setEventHandler {
                guard received.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
                    _exit(128 + number)
                }
                task.cancel()
                queue.asyncAfter(deadline: .now() + patience) {
                    say(number, advice)
                    _exit(128 + number)
                }
            }
            source.resume()
            return source
        }
        let result = await task.result
        for source in sources { source.cancel() }
        let number = received.load(ordering: .relaxed)
        guard number == 0 else {
            say(number, advice)
            exit(128 + number)
        }
        try result.get()
    }

    private static func say(_ number: CInt, _ advice: String) {
        let name = number == SIGINT ? "SIGINT" : "SIGTERM"
        Terminal.standardError.write("flowconv: stopped by \(name): \(advice)\n")
    }
}
