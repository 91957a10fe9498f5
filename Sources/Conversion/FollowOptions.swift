/// How a folder is watched.
public struct FollowOptions: Sendable {
    /// How often it is looked through.
    public var pollInterval = Duration.seconds(1)
    /// How long an object has to stay as it is before it counts as complete.
    public var settleTime = Duration.seconds(5)
    /// What is settled is committed at least this often.
    public var commitInterval = Duration.seconds(60)
    /// What is settled is committed at once when it is this much, in bytes.
    public var commitSizeInBytes = 256 << 20

    /// The defaults.
    public init() {}
}
