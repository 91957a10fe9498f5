/// The partition projection of one table.
public struct ProjectionPlan: Sendable, Hashable {
    /// The table properties, in the order of the keys; empty for a table without partition keys.
    public let properties: [TableProperty]
    /// What projection hides or demands, a line each, for people.
    ///
    /// Athena takes partitions from the properties alone. A partition that they cannot generate is not an error there:
    /// its rows are missing.
    public let notes: [String]
}
