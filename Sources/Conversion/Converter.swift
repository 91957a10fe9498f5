import Storage
import SystemPackage

/// Runs a conversion: plans work units, converts them side by side, and adds up what they did.
public struct Converter: Sendable {
    private let options: ConversionOptions

    /// A run with those options.
    public init(options: ConversionOptions) {
        self.options = options
    }

    /// Converts all inputs.
    ///
    /// Units that succeed are published even where another one fails; the first failure, in the order of the inputs, is
    /// thrown at the end.
    ///
    /// - Parameter progress: Is told of lines and bytes as they go by.
    /// - Throws: ``ConversionError``.
    public func run(progress: ConversionProgress? = nil) async throws -> ConversionReport {
        let clock = ContinuousClock()
        let start = clock.now
        let plan = try InputPlanner.plan(
            options.inputs,
            output: options.output,
            policy: options.objectErrorPolicy
        )
        let units = WorkUnit.group(plan.objects)
        progress?.begin(
            totalBytes: units.contains { $0.objects.contains { $0.size == nil } } ? 0 : units.reduce(0) { $0 + $1.size }
        )
        let store = LocalStore(root: FilePath(options.output))
        // A few units keep every core busy; a single one gets its cores from reading and encoding beside parsing.
        let width = min(options.concurrentUnits, max(units.count, 1))
        let overlaps = options.threads > 1
        let outcomes = try await convert(units, width: width, overlaps: overlaps, store, progress)
        var report = ConversionReport()
        report.skippedObjects = plan.skipped
        report.failures = plan.failures
        var failure: ConversionError?
        for outcome in outcomes {
            switch outcome {
            case .success(let part): report += part
            case .failure(let error): failure = failure ?? error
            }
        }
        report.seconds = Double((clock.now - start) / .microseconds(1)) / 1e6
        if let failure { throw failure }
        return report
    }

    /// The result of every unit, in the units' order.
    private func convert(
        _ units: [WorkUnit],
        width: Int,
        overlaps: Bool,
        _ store: LocalStore,
        _ progress: ConversionProgress?
    ) async throws -> [Result<ConversionReport, ConversionError>] {
        typealias Outcome = Result<ConversionReport, ConversionError>
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes: [Outcome?] = units.map { _ in nil }
            var next = 0
            func launch() {
                guard next < units.count else { return }
                let place = next
                next += 1
                let converter = UnitConverter(
                    unit: units[place],
                    options: options,
                    store: store,
                    overlaps: overlaps,
                    progress: progress
                )
                group.addTask { (place, await converter.outcome()) }
            }
            for _ in 0..<width { launch() }
            while let (place, outcome) = await group.next() {
                outcomes[place] = outcome
                launch()
            }
            return outcomes.compactMap { $0 }
        }
    }
}
