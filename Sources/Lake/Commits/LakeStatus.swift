/// What the log says of a lake as a whole and of its partitions.
public struct LakeStatus: Sendable {
    /// The files of one folder.
    public struct Partition: Sendable, Hashable {
        /// The folder, relative to the lake; empty where there are none.
        public let path: String
        /// Files.
        public var files = 0
        /// Rows.
        public var rows = 0
        /// Bytes.
        public var bytes = 0
        /// The least and the greatest time, as in ``CommittedFile/times``.
        public var times: ClosedRange<Int64>?
    }

    /// The partitions, in the order of their paths.
    public private(set) var partitions: [Partition] = []
    /// Inputs whose rows are in the lake.
    public let inputs: Int
    /// Lines that were rejected.
    public let rejectedLines: Int
    /// The files with rejected lines.
    public let rejects: [String]
    /// The latest records, the last first.
    public let lastUnits: [CommitRecord]
    /// All records.
    public let units: Int
    /// Units that are about to become visible, or were cut off when they were.
    public let pending: [CommitRecord]

    /// Adds up what the records say.
    public init(_ state: LakeState, pending: [CommitRecord]) {
        var partitions: [String: Partition] = [:]
        for file in state.files {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            var partition = partitions[folder] ?? Partition(path: folder)
            partition.files += 1
            partition.rows += file.rows
            partition.bytes += file.bytes
            if let times = file.times {
                let known = partition.times ?? times
                partition.times =
                    min(known.lowerBound, times.lowerBound)...max(known.upperBound, times.upperBound)
            }
            partitions[folder] = partition
        }
        self.partitions = partitions.values.sorted { $0.path < $1.path }
        let live = state.inOrder.filter { !state.isReplaced($0.unit) }
        let inputs = live.flatMap(\.inputs)
        self.inputs = inputs.count
        rejectedLines = inputs.reduce(0) { $0 + $1.rejected }
        rejects = live.compactMap(\.rejects)
        lastUnits = state.inOrder.suffix(10).reversed()
        units = state.records.count
        self.pending = pending
    }

    /// Files of all partitions.
    public var files: Int { partitions.reduce(0) { $0 + $1.files } }
    /// Rows of all partitions.
    public var rows: Int { partitions.reduce(0) { $0 + $1.rows } }
    /// Bytes of all partitions.
    public var bytes: Int { partitions.reduce(0) { $0 + $1.bytes } }
}
