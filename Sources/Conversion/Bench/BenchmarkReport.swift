/// What was measured: medians over the rounds.
public struct BenchmarkReport: Sendable {
    /// A stage, on one thread.
    public struct Stage: Sendable {
        /// Which one.
        public let stage: BenchmarkStage
        /// Seconds for all lines.
        public let seconds: Double
    }

    /// A whole conversion.
    public struct Whole: Sendable {
        /// The most threads that were in use.
        public let threads: Int
        /// Seconds for all lines.
        public let seconds: Double
    }

    /// Whether the lines were generated.
    public internal(set) var isGenerated = false
    /// Objects.
    public internal(set) var objects = 0
    /// Lines.
    public internal(set) var lines = 0
    /// Rows among them.
    public internal(set) var rows = 0
    /// Bytes as they were read.
    public internal(set) var bytesIn = 0
    /// Bytes of text after inflation.
    public internal(set) var bytesInflated = 0
    /// Bytes of the files.
    public internal(set) var bytesOut = 0
    /// How often everything was measured.
    public internal(set) var rounds = 0
    /// All stages, in the order of a line's way.
    public internal(set) var stages: [Stage] = []
    /// The whole, with one thread and with as many as were asked for.
    public internal(set) var whole: [Whole] = []

    /// The stages together, in seconds.
    public var sumOfStages: Double { stages.reduce(0) { $0 + $1.seconds } }
}
