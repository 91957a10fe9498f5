#if DEBUG
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif
    import Synchronization
#endif

/// Moments at which the tests end the process, to see what the next run makes of it.
///
/// In debug builds the environment variable `FLOWCONV_FAULT_POINT` has the name of a moment and how often it is passed before
/// the process kills itself: `publish.file:2`. Release builds have no such moments.
enum FaultPoint {
    /// The last upload of a unit is sealed; nothing says so yet.
    static let sealed = "sealed"
    /// The intent is written.
    static let intent = "intent"
    /// A file has become visible.
    static let publishedFile = "publish.file"
    /// All files are visible; the commit record is not written.
    static let published = "published"
    /// The commit record is written.
    static let committed = "committed"
    /// A file that the record removes is gone.
    static let removedFile = "remove.file"
    /// Recovery has found an intent and not yet begun with it.
    static let recovery = "recovery"
    /// Recovery has dealt with all intents.
    static let recovered = "recovered"

    #if DEBUG
        private static let passes = Mutex<[String: Int]>([:])
        private static let wanted: (name: String, count: Int)? = {
            guard let text = getenv("FLOWCONV_FAULT_POINT").map({ String(cString: $0) }) else { return nil }
            let parts = text.split(separator: ":")
            return parts.first.map { (String($0), parts.count > 1 ? Int(parts[1]) ?? 1 : 1) }
        }()
    #endif

    /// Ends the process with SIGKILL if the environment says so.
    static func reach(_ name: String) {
        #if DEBUG
            guard let wanted, wanted.name == name else { return }
            let passed = passes.withLock { passes in
                passes[name, default: 0] += 1
                return passes[name] ?? 0
            }
            if passed == wanted.count { kill(getpid(), SIGKILL) }
        #endif
    }
}
