import FlowLogs
import JSON

/// The record formats that the user gave: some for any object, and some for the objects of one flow log.
public struct FormatChoice: Sendable, Hashable {
    /// A flow log, as `aws ec2 describe-flow-logs` describes it.
    public struct FlowLog: Sendable, Hashable {
        /// The id that is part of its objects' names: `fl-…`.
        public let id: String
        /// The format of its records.
        public let format: RecordFormat
    }

    /// The formats for any object, the first that fits.
    public var formats: [RecordFormat] = []
    /// The flow logs whose formats are known.
    public var flowLogs: [FlowLog] = []

    /// Nothing known.
    public init() {}

    /// Whether nothing is known.
    var isEmpty: Bool { formats.isEmpty && flowLogs.isEmpty }

    /// The formats that an object without a header line may have, the first that fits.
    ///
    /// An object whose name has the id of a known flow log has that one's format. Any other may have any.
    public func candidates(forKey key: String) -> [RecordFormat] {
        let name = key.split(separator: "/").last ?? ""
        if let flowLog = flowLogs.first(where: { log in name.split(separator: "_").contains { $0 == log.id } }) {
            return [flowLog.format]
        }
        var candidates = formats
        for flowLog in flowLogs where !candidates.contains(flowLog.format) { candidates.append(flowLog.format) }
        return candidates
    }

    /// Everything that changes what is written, as text.
    var fingerprint: String {
        (formats.map(\.logFormat) + flowLogs.map { "\($0.id)=\($0.format.logFormat)" }).joined(separator: ",")
    }

    /// Adds what `aws ec2 describe-flow-logs` answered.
    ///
    /// - Parameter only: The id of the flow log to take; all by default.
    /// - Throws: ``ConversionError`` where the text is no such answer.
    public mutating func add(describeFlowLogs json: [UInt8], named name: String, only: String?) throws(ConversionError)
    {
        func failure(_ reason: String) -> ConversionError {
            ConversionError(
                .usage,
                "\(name): \(reason); give the output of aws ec2 describe-flow-logs, or a format '${version} ${account-id} …'"
            )
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(json)
        } catch {
            throw failure("\(error)")
        }
        guard case .array(let descriptions)? = value["FlowLogs"] else { throw failure("there is no list FlowLogs") }
        var found: [FlowLog] = []
        for description in descriptions {
            guard case .string(let id)? = description["FlowLogId"] else { throw failure("a flow log has no FlowLogId") }
            guard only == nil || only == id else { continue }
            // The default format is not stated by every version of the service.
            var format = RecordFormat.vpcDefault
            if case .string(let text)? = description["LogFormat"] {
                do {
                    format = try RecordFormat(logFormat: text)
                } catch {
                    throw failure("\(id): \(error)")
                }
            }
            found.append(FlowLog(id: id, format: format))
        }
        guard !found.isEmpty else {
            throw failure(only.map { "there is no flow log \($0)" } ?? "there is no flow log in it")
        }
        if only == nil { flowLogs += found } else { formats += found.map(\.format) }
    }
}
