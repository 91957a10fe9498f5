import Columnar
import FlowLogs
import Lake
import Storage
import SystemPackage

/// Parses inputs again and compares all of their rows with those of a lake.
public struct InputComparison: Sendable {
    /// The sum over all rows of the inputs.
    public private(set) var checksum = RowChecksum()
    /// What differs.
    public private(set) var findings: [Finding] = []

    /// Dictionaries are dropped when they have grown to this size, in bytes.
    private static let dictionaryLimit = 64 << 20

    /// Reads the inputs and compares.
    ///
    /// - Parameters:
    ///   - inputs: Files and folders: all that the lake was made from.
    ///   - format: What objects without a header line are taken for.
    /// - Throws: ``ConversionError`` where an input cannot be read.
    public static func run(
        inputs: [String],
        lake: String,
        format: RecordFormat?,
        state: LakeState,
        lakeChecksum: RowChecksum
    ) async throws -> InputComparison {
        let plan = try InputPlanner.plan(inputs, output: lake)
        var comparison = InputComparison()
        var given: Set<String> = []
        for object in plan.objects {
            let (sum, input) = try await read(object, format)
            comparison.checksum += sum
            given.insert(input.identity.name)
            comparison.compare(input, state)
        }
        for input in state.inputs where !given.contains(input.identity.name) && input.rows > 0 {
            comparison.findings.append(
                Finding(
                    .against,
                    input.identity.name,
                    "\(input.rows) rows of the lake are from it, and it was not given"
                )
            )
        }
        if comparison.checksum != lakeChecksum {
            comparison.findings.append(
                Finding(
                    .against,
                    lake,
                    "the inputs have \(comparison.checksum.rows) rows with checksum \(comparison.checksum), the lake has "
                        + "\(lakeChecksum.rows) rows with checksum \(lakeChecksum)"
                )
            )
        }
        comparison.findings.sort()
        return comparison
    }

    private mutating func compare(_ input: CommittedInput, _ state: LakeState) {
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

    /// The sum over the rows of a block.
    private static func rows(of parser: RecordParser) throws(FormatError) -> RowChecksum {
        var checksum = RowChecksum()
        while let batch = try parser.nextBatch() {
            checksum.add(batch.columns, names: batch.format.columns.map(\.columnName), rows: batch.count)
        }
        return checksum
    }

    private static func read(
        _ object: InputObject,
        _ format: RecordFormat?
    ) async throws -> (RowChecksum, CommittedInput) {
        let parser = RecordParser(format: format)
        let reader = try ObjectReader(object)
        let queue = BlockQueue(reader, readsAhead: false, reusing: [])
        var checksum = RowChecksum()
        var used: [TextBlock] = []
        parser.beginObject()
        while true {
            let blocks = try await queue.next(giving: used)
            if blocks.isEmpty { break }
            for block in blocks {
                parser.begin(block)
                do throws(FormatError) {
                    checksum += try rows(of: parser)
                } catch {
                    throw ConversionError(.invalidData, "\(object.name): offset \(block.offset): \(error)")
                }
                _ = parser.takeRejects()
                if parser.dictionaryFootprint > dictionaryLimit { parser.removeDictionaries() }
            }
            used = blocks
        }
        return (checksum, UnitConverter.input(object, queue.finishedReader, parser.counts))
    }
}
