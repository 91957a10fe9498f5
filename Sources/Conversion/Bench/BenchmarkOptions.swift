import FlowLogs
import Lake

/// What to measure.
public struct BenchmarkOptions: Sendable {
    /// Files and folders; where there are none, lines are generated.
    public var inputs: [String] = []
    /// How many lines to generate.
    public var lines = 1_000_000
    /// The format of generated lines.
    public var syntheticFormat = SyntheticFormat.default
    /// What objects without a header line are taken for.
    public var formats = FormatChoice()
    /// Folders, files and their limits.
    public var table = TableWriterOptions()
    /// The threads of the second measurement of the whole; the first has one.
    public var threads = 1
    /// How often everything is measured; medians are reported.
    public var rounds = 5
    /// Where a folder for lakes and generated objects is made, and removed at the end.
    public var scratchFolder: String

    /// The defaults, with a folder such as `/tmp`.
    public init(scratchFolder: String) {
        self.scratchFolder = scratchFolder
    }
}
