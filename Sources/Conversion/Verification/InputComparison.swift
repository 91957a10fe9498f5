import FlowLogs
import JSON
import Lake

/// Parses inputs again, with the options that the lake's records hold, and compares all of their rows with those of the lake.
public struct InputComparison: Sendable {
    /// The sum over all rows of the inputs.
    public private(set) var checksum = RowChecksum()
    /// What differs.
    public private(set) var findings: [Finding] = []

    private let state: LakeState
    /// How to read what no record speaks of.
    private let otherwise: RowOptions
    /// Whether a unit's record does not say how its inputs were read.
    private let lacksOptions: Bool
    /// The names of inputs that could not be read.
    private var unreadable: Set<String> = []

    /// Reads the inputs and compares.
    ///
    /// An input is read as it was when it was converted. One that the lake does not know is read as all others were, if they
    /// were read alike.
    ///
    /// - Parameters:
    ///   - inputs: Files and folders: all that the lake was made from.
    ///   - formats: What objects without a header line are taken for, where no record says it.
    /// - Throws: ``ConversionError`` where an input is missing, or a record's options are of a later version.
    public static func run(
        inputs: [String],
        lake: String,
        formats: FormatChoice = FormatChoice(),
        state: LakeState,
        lakeChecksum: RowChecksum
    ) async throws(ConversionError) -> InputComparison {
        let plan = try InputPlanner.plan(inputs, output: lake)
        var comparison = try InputComparison(state, formats)
        let given = try await comparison.read(plan.objects)
        comparison.compare(given)
        if comparison.checksum != lakeChecksum {
            let hint =
                comparison.lacksOptions
                ? "; records of an earlier version do not say with which options rows were made" : ""
            comparison.findings.append(
                Finding(
                    .against,
                    lake,
                    "the inputs have \(comparison.checksum.rows) rows with checksum \(comparison.checksum), the lake has "
                        + "\(lakeChecksum.rows) rows with checksum \(lakeChecksum)\(hint)"
                )
            )
        }
        comparison.findings.sort()
        return comparison
    }

    private init(_ state: LakeState, _ formats: FormatChoice) throws(ConversionError) {
        self.state = state
        let records = state.records.values.filter { $0.kind == .conversion && !state.isReplaced($0.unit) }
        lacksOptions = records.contains { $0.rowOptions == nil }
        var options = RowOptions()
        if let first = records.first, let json = first.rowOptions, records.allSatisfy({ $0.rowOptions == json }) {
            options = try RowOptions(json, unit: first.unit)
        }
        if !formats.isEmpty { options.formats = formats }
        otherwise = options
    }

    /// Reads all objects; what became of each.
    private mutating func read(_ objects: [InputObject]) async throws(ConversionError) -> [CommittedInput] {
        var readers: [JSONValue: InputRows] = [:]
        var given: [CommittedInput] = []
        for object in objects {
            let known = committed(object)
            let record = known.flatMap { state.records[$0.unit] }
            var options = otherwise
            if let record, let json = record.rowOptions { options = try RowOptions(json, unit: record.unit) }
            let key = options.json
            let rows = readers[key] ?? InputRows(options)
            readers[key] = rows
            do throws(ConversionError) {
                let (sum, input) = try await rows.read(object, named: known?.input.name ?? object.name)
                checksum += sum
                given.append(input)
            } catch {
                if let identity = object.identity { unreadable.insert(identity.name) }
                findings.append(Finding(.against, object.name, Self.text(error, object)))
            }
        }
        return given
    }

    /// The lake's input that an object is; standard input is told by its bytes, so the last one to come from there is taken.
    private func committed(_ object: InputObject) -> (input: CommittedInput, unit: String)? {
        if let identity = object.identity { return state.input(identity.name) }
        for record in state.inOrder.reversed() where !state.isReplaced(record.unit) {
            if let input = record.inputs.first(where: { $0.identity.path == "-" }) { return (input, record.unit) }
        }
        return nil
    }

    private static func text(_ error: ConversionError, _ object: InputObject) -> String {
        let text = error.description
        return text.hasPrefix("\(object.name): ") ? String(text.dropFirst(object.name.count + 2)) : text
    }

    private mutating func compare(_ given: [CommittedInput]) {
        for input in given { compare(input) }
        let names = Set(given.map(\.identity.name))
        for input in state.inputs where !names.contains(input.identity.name) && input.rows > 0 {
            let reason = unreadable.contains(input.identity.name) ? "could not be read" : "was not given"
            findings.append(
                Finding(.against, input.identity.name, "\(input.rows) rows of the lake are from it, and it \(reason)")
            )
        }
    }

    private mutating func compare(_ input: CommittedInput) {
        guard let known = state.input(input.identity.name)?.input else {
            if input.rows > 0 {
                findings.append(Finding(.against, input.identity.name, "its \(input.rows) rows are not in the lake"))
            }
            return
        }
        if known.lines != input.lines || known.rows != input.rows || known.rejected != input.rejected {
            findings.append(
                Finding(
                    .against,
                    input.identity.name,
                    "it has \(input.lines) lines and \(input.rows) rows; when it was converted it had \(known.lines) and "
                        + "\(known.rows)"
                )
            )
        }
    }
}
