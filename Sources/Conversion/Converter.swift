import Lake
import Storage
import SystemPackage

/// Runs a conversion: plans work units, converts them side by side, and adds up what they did.
///
/// What is in the lake already is left out, so that running again, after whatever end, goes on where the last run stopped.
public struct Converter: Sendable {
    private let options: ConversionOptions
    private let store: any ObjectStore

    /// A run with those options.
    public init(options: ConversionOptions) {
        self.init(options: options, store: LocalStore(root: FilePath(options.output)))
    }

    /// A run into another store than a folder.
    init(options: ConversionOptions, store: any ObjectStore) {
        self.options = options
        self.store = store
    }

    /// Converts all inputs that are not in the lake.
    ///
    /// Units that succeed are published even where another one fails; the first failure, in the order of the inputs, is
    /// thrown at the end.
    ///
    /// - Parameter progress: Is told of lines and bytes as they go by.
    /// - Throws: ``ConversionError``.
    public func run(progress: ConversionProgress? = nil) async throws -> ConversionReport {
        let clock = ContinuousClock()
        let start = clock.now
        var report = ConversionReport()
        let log = CommitLog(store: store)
        let units: [WorkUnit]
        do {
            units = try await plan(log, &report)
        } catch {
            throw UnitConverter.wrap(error)
        }
        progress?.begin(
            totalBytes: units.contains { $0.objects.contains { $0.size == nil } } ? 0 : units.reduce(0) { $0 + $1.size }
        )
        var failure: ConversionError?
        for outcome in await convert(units, log, progress) {
            switch outcome {
            case .done(let part): report += part
            case .failed(let error): failure = failure ?? error
            case .busy: break
            }
        }
        report.seconds = Double((clock.now - start) / .microseconds(1)) / 1e6
        if let failure { throw failure }
        return report
    }

    /// The units that are left to do, after what an earlier run has left behind is dealt with.
    private func plan(_ log: CommitLog, _ report: inout ConversionReport) async throws -> [WorkUnit] {
        let before = try await log.refresh()
        let inputs = try InputPlanner.plan(
            options.inputs,
            output: options.output,
            policy: options.objectErrorPolicy
        ) { path in
            before.input(path)?.input.identity
        }
        report.skippedObjects = inputs.skipped
        report.failures = inputs.failures
        var plan = try ResumePlan(inputs.objects, state: before, options: options)
        let hasLeftovers = try await log.hasLeftovers()
        if hasLeftovers || !plan.units.isEmpty {
            report.finishedUnits = try await log.recover().finished.count
            plan = try ResumePlan(inputs.objects, state: await log.state, options: options)
        }
        report.alreadyConvertedObjects = plan.alreadyConverted
        return plan.units
    }

    /// The result of every unit, in the units' order.
    private func convert(
        _ units: [WorkUnit],
        _ log: CommitLog,
        _ progress: ConversionProgress?
    ) async -> [UnitRunner.Outcome] {
        // A few units keep every core busy; a single one gets its cores from reading and encoding beside parsing.
        let width = min(options.concurrentUnits, max(units.count, 1))
        let runner = UnitRunner(log: log, options: options, overlaps: options.threads > 1, progress: progress)
        return await withTaskGroup(of: (Int, UnitRunner.Outcome).self) { group in
            var outcomes: [UnitRunner.Outcome?] = units.map { _ in nil }
            var waiting = Array(units.indices)[...]
            func launch() {
                guard let place = waiting.popFirst() else { return }
                let unit = units[place]
                group.addTask { (place, await runner.run(unit)) }
            }
            for _ in 0..<width { launch() }
            while let (place, outcome) = await group.next() {
                if case .busy = outcome { waiting.append(place) } else { outcomes[place] = outcome }
                launch()
            }
            return outcomes.compactMap { $0 }
        }
    }
}
