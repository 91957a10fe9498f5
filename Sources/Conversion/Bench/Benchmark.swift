import FlowLogs
import Gzip
import Lake
import Parquet
import Storage
import SystemPackage

/// Measures the conversion on this machine, stage by stage and as a whole.
///
/// Nothing is rebuilt for the measurement: it is the conversion itself that runs, of the user's own objects or of generated
/// ones, and a clock is told where it stands. Each round makes four runs, one after the other, so that a machine whose
/// speed drifts is unfair to none: with the clock, with the clock and without compression, with one thread, with all. What
/// compression takes is the difference of the first two.
public struct Benchmark: Sendable {
    private let options: BenchmarkOptions

    /// Objects that generated lines are spread over, so that there is something to do for every thread.
    private static let generatedObjects = 8
    private static let lake: FilePath.Component = "lake"

    /// A measurement with those options.
    public init(options: BenchmarkOptions) {
        self.options = options
    }

    /// Measures.
    ///
    /// All runs must have written the same; that is checked.
    ///
    /// - Throws: ``ConversionError``, also for inputs that cannot be read twice or hold no line.
    public func run() async throws -> BenchmarkReport {
        try checkInputs()
        let scratch = try makeScratch()
        defer { scratch.remove() }
        let inputs = options.inputs.isEmpty ? try generate(into: scratch) : options.inputs
        var conversion = ConversionOptions(inputs: inputs, output: scratch.path.appending(Self.lake).string)
        conversion.formats = options.formats
        conversion.table = options.table
        // A line that is no record takes its time as well.
        conversion.rejectLimit = .percentage(100)
        return try await measure(conversion, scratch)
    }

    private func checkInputs() throws(ConversionError) {
        let plan = try InputPlanner.plan(options.inputs, output: options.scratchFolder + "/-")
        if let stream = plan.objects.first(where: { $0.size == nil }) {
            throw ConversionError(
                .usage,
                "\(stream.name): a pipe, which can be read only once, or an empty file; a measurement reads a file several times"
            )
        }
        if !options.inputs.isEmpty, plan.objects.isEmpty {
            throw ConversionError(
                .inputUnavailable,
                "\(options.inputs[0]): there are no files; give some, or none at all"
            )
        }
    }

    private func makeScratch() throws(ConversionError) -> ScratchFolder {
        do {
            return try ScratchFolder(in: FilePath(options.scratchFolder), prefix: "flowconv-bench-")
        } catch {
            throw ConversionError(error)
        }
    }

    /// Writes objects an hour apart and returns their paths.
    private func generate(into scratch: ScratchFolder) throws -> [String] {
        try (0..<Self.generatedObjects).map { number in
            try Task.checkCancellation()
            let first = options.lines * number / Self.generatedObjects
            let end = options.lines * (number + 1) / Self.generatedObjects
            var generator = FlowLogGenerator(
                format: options.syntheticFormat,
                lines: end - first,
                seed: UInt64(number) + 1,
                start: 1_748_304_000 + number * 3600,
                duration: 3540
            )
            var members: [UInt8] = []
            var text: [UInt8] = []
            // Large objects have more than one member, so that memory stays flat.
            while generator.append(1 << 18, to: &text) {
                guard let member = GzipCompressor.member(of: text) else {
                    throw ConversionError(.ioFailure, "zlib could not compress \(text.count) bytes of generated lines")
                }
                members += member
                text.removeAll(keepingCapacity: true)
            }
            guard let name = FilePath.Component("\(number).log.gz") else { return "" }
            do throws(StorageError) {
                return try scratch.write(members, to: name).string
            } catch {
                throw ConversionError(error)
            }
        }
    }

    // MARK: Rounds

    private func measure(_ conversion: ConversionOptions, _ scratch: ScratchFolder) async throws -> BenchmarkReport {
        var uncompressed = conversion
        uncompressed.table.parquet.compression = .uncompressed
        uncompressed.table.parquet.compressionLevel = nil
        var stages: [BenchmarkStage: [Double]] = [:]
        let threads = options.threads > 1 ? [1, options.threads] : [1]
        var whole = threads.map { _ in [Double]() }
        var reports: [ConversionReport] = []
        for _ in 0..<options.rounds {
            let (with, report) = try await staged(conversion, scratch)
            let (without, bare) = try await staged(uncompressed, scratch)
            for stage in BenchmarkStage.allCases { stages[stage, default: []].append(with[stage] ?? 0) }
            let encode = without[.encode] ?? 0
            stages[.compress, default: []][reports.count] = max((with[.encode] ?? 0) - encode, 0)
            stages[.encode, default: []][reports.count] = encode
            for (place, number) in threads.enumerated() {
                var one = conversion
                one.threads = number
                let report = try await converted(one, nil, scratch)
                whole[place].append(report.seconds)
                try Self.check(report.files == (reports.first ?? report).files, report)
            }
            reports.append(report)
            try Self.check(report.files == reports[0].files && bare.lines.rows == report.lines.rows, report)
        }
        var result = BenchmarkReport()
        result.isGenerated = options.inputs.isEmpty
        result.rounds = options.rounds
        if let report = reports.first {
            guard report.lines.total > 0 else {
                throw ConversionError(
                    .invalidData,
                    "\(conversion.inputs[0]): there are no lines; give objects that hold records"
                )
            }
            result.objects = report.totalObjects
            result.lines = report.lines.total
            result.rows = report.lines.rows
            result.bytesIn = report.bytesIn
            result.bytesInflated = report.bytesInflated
            result.bytesOut = report.bytesOut
        }
        result.stages = BenchmarkStage.allCases.map { .init(stage: $0, seconds: Self.median(stages[$0] ?? [])) }
        result.whole = zip(threads, whole).map { .init(threads: $0, seconds: Self.median($1)) }
        return result
    }

    private func staged(
        _ conversion: ConversionOptions,
        _ scratch: ScratchFolder
    ) async throws -> (seconds: [BenchmarkStage: Double], report: ConversionReport) {
        let clock = StageClock(.read)
        let report = try await converted(conversion, clock, scratch)
        return (clock.seconds(), report)
    }

    private func converted(
        _ conversion: ConversionOptions,
        _ clock: StageClock?,
        _ scratch: ScratchFolder
    ) async throws -> ConversionReport {
        try Task.checkCancellation()
        defer { scratch.remove(Self.lake) }
        guard let clock else { return try await Converter(options: conversion).run() }
        var conversion = conversion
        conversion.stages = clock
        let store = TimedStore(LocalStore(root: FilePath(conversion.output)), clock)
        return try await Converter(options: conversion, store: store).run()
    }

    private static func check(_ isSame: Bool, _ report: ConversionReport) throws(ConversionError) {
        guard isSame else {
            throw ConversionError(
                .internalInconsistency,
                "\(report.lines.rows) rows in \(report.files.count) files are not what an earlier run wrote of the same "
                    + "inputs; if nobody changed them, please report this"
            )
        }
    }

    /// The middle one; of an even number the mean of the two in the middle.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
