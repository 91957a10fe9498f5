import Columnar
import Lake
import Storage
import SystemPackage

/// Runs a conversion: plans work units, converts them side by side, and adds up what they did.
///
/// What is in the lake already is left out, so that running again, after whatever end, goes on where the last run stopped.
public struct Converter: Sendable {
    private let options: ConversionOptions
    private let log: CommitLog

    /// A run with those options.
    public init(options: ConversionOptions) {
        self.init(options: options, store: LocalStore(root: FilePath(options.output)))
    }

    /// A run into another store than a folder.
    init(options: ConversionOptions, store: any ObjectStore) {
        self.init(options: options, log: CommitLog(store: store))
    }

    /// A run into the lake with that log.
    init(options: ConversionOptions, log: CommitLog) {
        self.options = options
        self.log = log
    }

    /// Converts all inputs that are not in the lake.
    ///
    /// Units that succeed are published even where another one fails; the first failure, in the order of the inputs, is
    /// thrown at the end.
    ///
    /// - Parameter progress: Is told of lines and bytes as they go by.
    /// - Throws: ``ConversionError``.
    public func run(progress: ConversionProgress? = nil) async throws -> ConversionReport {
        let start = ContinuousClock().now
        do {
            let inputs = try await list()
            return try await run(inputs, since: start, progress)
        } catch {
            throw UnitConverter.wrap(error)
        }
    }

    /// Converts those of the objects that are not in the lake.
    func run(_ objects: [InputObject], progress: ConversionProgress?) async throws -> ConversionReport {
        do {
            return try await run(InputPlanner.Plan(objects: objects), since: ContinuousClock().now, progress)
        } catch {
            throw UnitConverter.wrap(error)
        }
    }

    /// The objects that the inputs name and the lake does not have as they are, and those that cannot be read.
    ///
    /// What vanishes while folders are read is passed over: files that are still being written get their names in the end.
    func newObjects() async throws -> InputPlanner.Plan {
        do {
            var plan = try await list(skipsMissing: true)
            let state = await log.state
            plan.objects = plan.objects.filter { object in
                guard let identity = object.identity, let known = state.input(identity.name) else { return true }
                return !ResumePlan.isSame(identity, known.input.identity)
            }
            return plan
        } catch {
            throw UnitConverter.wrap(error)
        }
    }

    private func run(
        _ inputs: InputPlanner.Plan,
        since start: ContinuousClock.Instant,
        _ progress: ConversionProgress?
    ) async throws -> ConversionReport {
        var report = ConversionReport()
        let units = try await plan(inputs, &report)
        progress?.begin(
            totalBytes: units.contains { $0.objects.contains { $0.size == nil } } ? 0 : units.reduce(0) { $0 + $1.size }
        )
        var failure: ConversionError?
        for outcome in await convert(units, progress) {
            switch outcome {
            case .done(let part): report += part
            case .failed(let error): failure = failure ?? error
            case .busy: break
            }
        }
        report.seconds = Double((ContinuousClock().now - start) / .microseconds(1)) / 1e6
        if let failure { throw failure }
        return report
    }

    /// What the inputs name.
    private func list(skipsMissing: Bool = false) async throws -> InputPlanner.Plan {
        let state = try await log.refresh()
        return try InputPlanner.plan(
            options.inputs,
            output: options.output,
            policy: options.objectErrorPolicy,
            skipsMissing: skipsMissing
        ) { path in
            state.input(path)?.input.identity
        }
    }

    /// The units that are left to do, after what an earlier run has left behind is dealt with.
    private func plan(_ inputs: InputPlanner.Plan, _ report: inout ConversionReport) async throws -> [WorkUnit] {
        let before = await log.state
        report.skippedObjects = inputs.skipped
        report.failures = inputs.failures
        var plan = try ResumePlan(inputs.objects, state: before, options: options)
        let hasLeftovers = try await log.hasLeftovers()
        if hasLeftovers || !plan.units.isEmpty {
            report.finishedUnits = try await log.recover().finished.count
            plan = try ResumePlan(inputs.objects, state: await log.state, options: options)
        }
        report.alreadyConvertedObjects = plan.alreadyConverted
        report.changed = plan.leftOut
        return plan.units
    }

    /// The result of every unit, in the units' order.
    private func convert(
        _ units: [WorkUnit],
        _ progress: ConversionProgress?
    ) async -> [UnitRunner.Outcome] {
        let width = min(options.concurrentUnits, max(units.count, 1))
        // What units may have, and a little more for what they hand on to each other.
        BlockPool.shared.keep(atMost: max(width, 2) * options.unitMemoryInBytes * 9 / 8)
        let runner = UnitRunner(log: log, options: options, progress: progress)
        let turns = UnitTurns(width: width, units: units.count)
        return await withTaskGroup(of: (Int, UnitRunner.Outcome).self) { group in
            var outcomes: [UnitRunner.Outcome?] = units.map { _ in nil }
            var waiting = Array(units.indices)[...]
            func launch() {
                guard let place = waiting.popFirst() else { return }
                let unit = units[place]
                group.addTask {
                    let left = await turns.begin(place)
                    // As many units as threads keep every core busy, each with caches to itself. Where they are fewer, now
                    // or once others are done, cores are left for reading and encoding beside parsing.
                    let overlaps = options.threads > width || options.threads > 1 && left < width
                    let outcome = await runner.run(unit, overlaps: overlaps) {
                        // Stages are timed one after the other.
                        if options.stages == nil { await turns.end(place) }
                    }
                    await turns.end(place)
                    return (place, outcome)
                }
            }
            // Beside each unit that keeps a core busy another one may wait for the disk.
            for _ in 0..<2 * width { launch() }
            while let (place, outcome) = await group.next() {
                if case .busy = outcome { waiting.append(place) } else { outcomes[place] = outcome }
                launch()
            }
            return outcomes.compactMap { $0 }
        }
    }
}
