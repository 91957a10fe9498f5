import FlowLogs
import Lake

/// What to convert, and how.
public struct ConversionOptions: Sendable {
    /// Files, folders, or `-` for standard input.
    public var inputs: [String]
    /// The lake's folder.
    public var output: String
    /// What objects without a header line are taken for.
    public var formats = FormatChoice()
    /// Which columns are written.
    public var columns = ColumnOptions()
    /// The grok pattern that lines are taken apart by, instead of as flow logs.
    public var pattern: PatternFormat?
    /// Folders, files and their limits.
    public var table = TableWriterOptions()
    /// The most cores in use at a time; never changes a byte.
    public var threads = 1
    /// The bound on open row groups and dictionaries of all work units together, in bytes.
    public var memoryLimitInBytes = 384 << 20
    /// What to do about inputs that are not what they were when they were converted.
    public var changedInputs = ChangedInputPolicy.refuse
    /// How objects are read.
    public var reading = ReadingOptions()
    /// What becomes of objects that cannot be converted.
    public var objectErrorPolicy = ObjectErrorPolicy.fail
    /// What a work unit of a small job grows to, in bytes of input.
    var leastUnitSizeInBytes = 32 << 20
    /// How many lines may be rejected.
    public var rejectLimit = RejectLimit.percentage(1)
    /// Takes the time of each stage; only with one thread.
    var stages: StageClock?

    /// A conversion of these inputs to that lake.
    public init(inputs: [String], output: String) {
        self.inputs = inputs
        self.output = output
    }

    /// What one work unit may use, in bytes: a quarter, so that four units fit whatever the number of threads, and files
    /// do not depend on it.
    var unitMemoryInBytes: Int { min(max(memoryLimitInBytes / 4, 8 << 20), 128 << 20) }

    /// How many columns of a row group are encoded at a time: a single object then uses more than one core to its end.
    var encoderCount: Int { min(threads, 4) }

    /// How many work units run at a time.
    var concurrentUnits: Int { max(1, min(threads, memoryLimitInBytes / unitMemoryInBytes)) }
}
