import FlowLogs
import Lake

/// What a conversion, or a part of it, did.
public struct ConversionReport: Sendable {
    /// Objects that were read to the end.
    public var convertedObjects = 0
    /// Objects that AWS wrote to test its permission.
    public var skippedObjects = 0
    /// Objects that were in the lake already.
    public var alreadyConvertedObjects = 0
    /// Objects that have changed since they were converted, and were left out.
    public var changed: [InputObject] = []
    /// Units that an earlier run had not quite published, and this one has.
    public var finishedUnits = 0
    /// Objects without a byte of text.
    public var emptyObjects = 0
    /// Objects that were left out because they could not be converted, in the order of the inputs.
    public var failures: [ObjectFailure] = []
    /// What is missing of objects that were salvaged, in the order of the inputs.
    public var losses: [ObjectLoss] = []
    /// Bytes as they were read.
    public var bytesIn = 0
    /// Bytes of text after inflation.
    public var bytesInflated = 0
    /// What became of the lines.
    public var lines = LineCounts()
    /// How many objects came in each envelope.
    public var envelopes: [Envelope: Int] = [:]
    /// Events that CloudWatch Logs sent to see whether the destination is there; they are no lines.
    public var controlEvents = 0
    /// Rows by the value of their log status; NULL counts as `-`.
    public var rowsByLogStatus: [String: Int] = [:]
    /// Header names that AWS does not document.
    public var unknownFields: Set<String> = []
    /// The files that were published.
    public var files: [WrittenFile] = []
    /// The keys of files with rejected lines.
    public var rejectFiles: [String] = []
    /// Elapsed time in seconds.
    public var seconds = 0.0

    /// Nothing done yet.
    public init() {}

    /// Objects that could not be converted.
    public var failedObjects: Int { failures.count }
    /// Whether the lake has all that the inputs hold.
    public var isComplete: Bool { failures.isEmpty && changed.isEmpty && losses.isEmpty }
    /// Objects that were named or found.
    public var totalObjects: Int {
        convertedObjects + alreadyConvertedObjects + skippedObjects + emptyObjects + failedObjects
    }
    /// Bytes of the files.
    public var bytesOut: Int { files.reduce(0) { $0 + $1.bytes } }
    /// Partitions that got files.
    public var partitionCount: Int { Set(files.map(\.partition)).count }
    /// Lines read per second of elapsed time.
    public var linesPerSecond: Double { seconds > 0 ? Double(lines.total) / seconds : 0 }

    /// Whether every line is accounted for and every row is in a file.
    public var isBalanced: Bool { lines.isBalanced && files.reduce(0) { $0 + $1.rows } == lines.rows }

    /// Adds what another part did.
    public static func += (left: inout ConversionReport, right: ConversionReport) {
        left.convertedObjects += right.convertedObjects
        left.alreadyConvertedObjects += right.alreadyConvertedObjects
        left.finishedUnits += right.finishedUnits
        left.skippedObjects += right.skippedObjects
        left.emptyObjects += right.emptyObjects
        left.failures += right.failures
        left.losses += right.losses
        left.bytesIn += right.bytesIn
        left.bytesInflated += right.bytesInflated
        left.lines += right.lines
        left.envelopes.merge(right.envelopes, uniquingKeysWith: +)
        left.controlEvents += right.controlEvents
        left.rowsByLogStatus.merge(right.rowsByLogStatus, uniquingKeysWith: +)
        left.unknownFields.formUnion(right.unknownFields)
        left.files += right.files
        left.rejectFiles += right.rejectFiles
    }
}
