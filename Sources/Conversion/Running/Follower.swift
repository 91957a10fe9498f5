import Lake
import Storage
import SystemPackage

/// Converts objects as they appear, until its task is cancelled.
///
/// An object is taken when it is settled: of the same size and time for as long as ``FollowOptions/settleTime`` says. What
/// is settled is committed together, once every ``FollowOptions/commitInterval`` or as soon as there is enough for a unit.
/// Between commits nothing is kept but the log and the names of objects that wait.
public struct Follower: Sendable {
    /// What happened in a round.
    public enum Event: Sendable {
        /// Objects were converted.
        case committed(ConversionReport)
        /// An object was left out: it is damaged, or it has changed since it was converted.
        case leftOut(String)
    }

    private let options: ConversionOptions
    private let follow: FollowOptions

    /// A follower of the inputs of those options.
    public init(options: ConversionOptions, follow: FollowOptions) {
        var options = options
        // One bad object must not stop the others, today or next week.
        options.objectErrorPolicy = .skip
        self.options = options
        self.follow = follow
    }

    /// An object as it was last seen, and since when.
    private struct Sighting {
        var identity: InputIdentity
        var since: ContinuousClock.Instant
    }

    /// Refuses what cannot be looked through again and again.
    private func checkInputs() throws {
        for input in options.inputs {
            guard let status = try? Stat(FilePath(input)) else { continue }
            guard status.type == .regular || status.type == .directory else {
                throw ConversionError(
                    .usage,
                    "\(input): --follow watches files and folders; read a pipe as standard input: --follow - < \(input)"
                )
            }
        }
    }

    /// Converts objects; those of which too many lines are rejected are left out, and keep none of the others.
    private func convert(
        _ objects: [InputObject],
        _ converter: Converter,
        _ progress: ConversionProgress?
    ) async throws -> ConversionReport {
        do {
            return try await converter.run(objects, progress: progress)
        } catch let error as ConversionError where error.code == .tooManyRejects {
            var report = ConversionReport()
            guard objects.count > 1 else {
                report.failures = objects.map { ObjectFailure(name: $0.name, error: error) }
                return report
            }
            for object in objects {
                try Task.checkCancellation()
                report += try await convert([object], converter, progress)
            }
            return report
        }
    }

    /// Follows until it is cancelled; what is under way then is dropped, what is committed stays.
    ///
    /// - Throws: ``ConversionError`` where a round fails as a whole, as when the output is gone.
    public func run(progress: ConversionProgress? = nil, onEvent: @Sendable (Event) -> Void) async throws {
        try checkInputs()
        let clock = ContinuousClock()
        let log = CommitLog(store: LocalStore(root: FilePath(options.output)))
        let converter = Converter(options: options, log: log)
        var seen: [String: Sighting] = [:]
        var leftOut: [String: InputIdentity] = [:]
        var unreadable: Set<String> = []
        var lastCommit = clock.now - follow.commitInterval
        while true {
            try Task.checkCancellation()
            let now = clock.now
            var sightings: [String: Sighting] = [:]
            var waiting: [InputObject] = []
            let found = try await converter.newObjects()
            let failures = Set(found.failures.map(\.error.description))
            for failure in failures.subtracting(unreadable).sorted() { onEvent(.leftOut(failure)) }
            unreadable = failures
            for object in found.objects {
                guard let identity = object.identity else { continue }
                if leftOut[identity.path] == identity { continue }
                leftOut[identity.path] = nil
                var sighting = Sighting(identity: identity, since: now)
                if let known = seen[identity.path], known.identity == identity { sighting = known }
                sightings[identity.path] = sighting
                if now - sighting.since >= follow.settleTime { waiting.append(object) }
            }
            seen = sightings
            let bytes = waiting.reduce(0) { $0 + ($1.size ?? 0) }
            let isDue = now - lastCommit >= follow.commitInterval || bytes >= follow.commitSizeInBytes
            if isDue, !waiting.isEmpty {
                let report = try await convert(waiting, converter, progress)
                lastCommit = clock.now
                for failure in report.failures {
                    for object in waiting where object.name == failure.name {
                        leftOut[object.identity?.path ?? ""] = object.identity
                    }
                    onEvent(.leftOut(failure.error.description))
                }
                for object in report.changed { leftOut[object.identity?.path ?? ""] = object.identity }
                for object in report.changed {
                    onEvent(.leftOut("\(object.name): it has changed since it was converted; see --on-changed-input"))
                }
                if report.convertedObjects > 0 { onEvent(.committed(report)) }
            }
            progress?.setWaiting(objects: seen.count, oldest: seen.values.map(\.since).min().map { clock.now - $0 })
            try await Task.sleep(for: follow.pollInterval)
        }
    }
}
