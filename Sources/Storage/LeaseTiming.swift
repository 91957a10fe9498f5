/// How often holders of leases say that they are alive, and how long others wait for it.
///
/// Nothing but speed depends on it: too little patience makes two processes do the same work, of which one is refused.
public struct LeaseTiming: Sendable, Hashable {
    /// How often a holder counts on.
    public var heartbeat: Duration
    /// How long a lease must not have been counted on for its holder to pass for dead.
    public var patience: Duration

    /// A timing; the default suits stores that answer within a second.
    public init(heartbeat: Duration = .seconds(3), patience: Duration = .seconds(20)) {
        self.heartbeat = heartbeat
        self.patience = patience
    }
}
