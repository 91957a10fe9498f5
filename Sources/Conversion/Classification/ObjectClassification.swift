import FlowLogs
import Gzip

/// What an object is, as its contents tell.
public struct ObjectClassification: Sendable {
    /// The object's name.
    public let name: String
    /// How it is compressed, or that it is Parquet.
    public var kind = ContentKind.empty
    /// The envelope of its records.
    public var envelope = Envelope.lines
    /// The formats of its records; none where they cannot be told.
    public var formats: [RecordFormat] = []
    /// The columns of a Parquet object, with their types.
    public var parquetColumns: [String] = []
    /// Whether a header line names the fields.
    public var hasHeader = false
    /// What the lines could be, where their format cannot be told.
    public var guess: FormatGuess?
    /// What became of its lines.
    public var lines = LineCounts()
    /// Events that are no records.
    public var controlEvents = 0
    /// Bytes as they were read.
    public var bytesIn = 0
    /// Bytes of text after inflation.
    public var bytesInflated = 0
    /// What is wrong with it, a line each.
    public var problems: [String] = []

    init(name: String) {
        self.name = name
    }

    /// The `--log-format` that converting it takes; `nil` where it takes none, or where nobody can tell.
    public var neededLogFormat: String? {
        if let guess { return guess.format?.logFormat }
        guard !hasHeader else { return nil }
        let custom = formats.first {
            $0.logFormat != RecordFormat.vpcDefault.logFormat
                && $0.logFormat != RecordFormat.transitGatewayDefault.logFormat
        }
        return custom?.logFormat
    }

    /// What objects have in common that are converted with one command.
    public var group: String {
        "\(kind) \(envelope.rawValue) \(hasHeader) \(formats.map(\.logFormat)) \(formats.map(\.hasEventTime)) "
            + "\(parquetColumns) \(neededLogFormat ?? "") \(guess?.tokens.count ?? 0)"
    }
}
