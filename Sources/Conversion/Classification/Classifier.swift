import Columnar
import FlowLogs
import Gzip
import Parquet

/// Tells what objects are, from their contents; nothing is written.
public struct Classifier: Sendable {
    private let formats: FormatChoice

    /// A classifier that knows these formats.
    public init(formats: FormatChoice = FormatChoice()) {
        self.formats = formats
    }

    /// What the objects are that the inputs name, in their order.
    ///
    /// - Throws: ``ConversionError`` where an input is missing; whatever is wrong with an object is in its answer.
    public func classify(_ inputs: [String]) async throws(ConversionError) -> (
        objects: [ObjectClassification], skipped: Int
    ) {
        let plan = try InputPlanner.plan(inputs, output: "/", policy: .skip, excludesOutput: false)
        var objects: [ObjectClassification] = []
        for object in plan.objects { objects.append(await classify(object)) }
        for failure in plan.failures {
            var object = ObjectClassification(name: failure.name)
            object.problems.append(failure.error.description)
            objects.append(object)
        }
        return (objects, plan.skipped)
    }

    private func classify(_ input: InputObject) async -> ObjectClassification {
        var object = ObjectClassification(name: input.name)
        var reading = ReadingOptions()
        reading.salvages = true
        do throws(ConversionError) {
            let reader = try ObjectReader(input, options: reading)
            if try reader.detectKind() == .parquet {
                let file = try await ParquetObject(input)
                object.kind = .parquet
                object.envelope = .parquet
                object.parquetColumns = file.columns.map { "\($0.name) \($0.type.rawValue)" }
                object.lines.rows = file.rowCount
                object.lines.total = object.lines.rows
                object.bytesIn = input.size ?? 0
                object.bytesInflated = object.bytesIn
                return object
            }
            defer {
                object.kind = reader.kind
                object.envelope = reader.envelope
                object.controlEvents = reader.controlEvents
                object.bytesIn = reader.bytesRead
                object.bytesInflated = reader.bytesInflated
            }
            try read(reader, &object)
            if reader.isCompressedTwice {
                object.problems.append(
                    "it is compressed twice, as Firehose does where its own compression is on for data that is gzip already"
                )
            }
            if let loss = reader.loss { object.problems.append("\(loss.reason); --salvage keeps what is before it") }
        } catch {
            object.problems.append(error.description)
        }
        return object
    }

    private func read(_ reader: ObjectReader, _ object: inout ObjectClassification) throws(ConversionError) {
        let parser = RecordParser()
        parser.beginObject(formats: formats.candidates(forKey: object.name))
        let block = TextBlock(capacity: LineBlocks.blockSize)
        var firstReject: RejectedLine?
        while try reader.fill(block) {
            parser.begin(block)
            do {
                while let batch = try parser.nextBatch() {
                    if parser.dictionaryFootprint > 64 << 20 { batch.removeDictionaries() }
                }
            } catch {
                let guess = FormatGuess(line: block.firstLine)
                if case .undecided = error.code { object.guess = guess }
                if object.guess != nil, guess.looksLikeFlowLog {
                    object.problems.append("there is no header line, and nothing proves the order of the fields")
                    return
                }
                object.problems.append(
                    object.guess == nil
                        ? "\(error)"
                        : "this is no flow log (the first line begins '\(Printable.text(Array(block.firstLine.prefix(60))))')"
                )
                return
            }
            if firstReject == nil { firstReject = parser.takeRejects().first } else { _ = parser.takeRejects() }
        }
        object.lines = parser.counts
        object.formats = parser.formats.sorted { $0.logFormat < $1.logFormat }
        object.hasHeader = parser.counts.headers > 0 && [.lines, .commaSeparated].contains(reader.envelope)
        if let firstReject {
            object.problems.append(
                "\(parser.counts.rejected) of \(parser.counts.total) lines would be rejected; the first is line "
                    + "\(firstReject.line), offset \(firstReject.offset): \(firstReject.reason)"
            )
        }
        let unknown = Set(object.formats.flatMap(\.unknownFieldNames)).sorted()
        if !unknown.isEmpty {
            object.problems.append(
                "fields that AWS does not document, kept as text: \(unknown.joined(separator: ", "))"
            )
        }
    }
}
