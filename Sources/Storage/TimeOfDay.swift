/// The machine's clock on the wall, which may be wrong and may go backwards.
///
/// It is written down for people and never compared with anything.
public enum TimeOfDay {
    /// Seconds since 1970-01-01T00:00:00Z.
    public static var now: Int { Syscalls.timeOfDay() }
}
