/// The shapes that flow log records arrive in.
public enum Envelope: String, Sendable, Hashable, CaseIterable {
    /// A record a line: S3 text delivery, CloudWatch Logs exports, Firehose with message extraction.
    case lines
    /// JSON of a CloudWatch Logs subscription: `{"messageType":"DATA_MESSAGE",…,"logEvents":[…]}`, with or without
    /// anything between one and the next.
    case subscription
    /// JSON of `aws logs filter-log-events` or `get-log-events`: `{"events":[…]}`, a bare array, or an event a line.
    case logEvents = "log-events"
    /// JSON objects with a `message` and no timestamp, as flow logs write to Firehose.
    case messages
    /// The console's CSV export: `timestamp,message`.
    case csvExport = "csv-export"
    /// Comma-separated records with a header line: `account_id,action,…`.
    case commaSeparated = "comma-separated"
    /// `aws logs tail`, detailed: a timestamp with its zone, the stream, the record.
    case tailDetailed = "tail-detailed"
    /// `aws logs tail --format short`: a timestamp without a zone, the record.
    case tailShort = "tail-short"
    /// `aws logs filter-log-events --output text`: columns between tabs.
    case textOutput = "text-output"

    /// Parquet files, as flow logs are delivered on request.
    case parquet

    /// What it is, for people.
    public var meaning: String {
        switch self {
        case .lines: "a record a line"
        case .subscription: "CloudWatch Logs subscription (JSON envelopes)"
        case .logEvents: "CloudWatch Logs events (JSON of filter-log-events or get-log-events)"
        case .messages: "Firehose direct (JSON objects with a message)"
        case .csvExport: "CSV export of the CloudWatch console (timestamp,message)"
        case .commaSeparated: "comma-separated records"
        case .tailDetailed: "output of aws logs tail"
        case .tailShort: "output of aws logs tail --format short"
        case .parquet: "Parquet, as AWS delivers it"
        case .textOutput: "output of aws logs --output text"
        }
    }
}
