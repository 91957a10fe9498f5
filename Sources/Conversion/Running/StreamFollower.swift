import FlowLogs
import Lake
import Storage
import SystemPackage

/// Converts standard input while it comes, and commits what has come every now and then, until it ends.
///
/// Each piece is a unit of its own, which is in the lake once or not at all. A pipe cannot be read again: of a run that is
/// killed, what was read and not committed is lost, at most what comes in a ``FollowOptions/commitInterval`` and while a
/// commit is made. Cancellation commits what was read, up to the last whole line, and ends the run.
public struct StreamFollower: Sendable {
    /// What the run has done.
    public struct Outcome: Sendable, Equatable {
        /// Pieces that were committed.
        public var commits = 0
        /// What became of the lines.
        public var lines = LineCounts()
        /// Bytes that were read and dropped, since a stop came in the middle of a line.
        public var droppedBytes = 0
        /// Whether the stream was cut off, and kept up to there.
        public var isSalvaged = false
    }

    /// So few lines are judged at the end only: one bad line of ten is no share.
    static let leastLinesForShare = 10_000

    private let options: ConversionOptions
    private let limits: StreamReader.Limits

    /// A follower of standard input.
    public init(options: ConversionOptions, follow: FollowOptions) {
        self.options = options
        limits = StreamReader.Limits(interval: follow.commitInterval, size: follow.commitSizeInBytes)
    }

    /// Follows until the stream ends or the task is cancelled.
    ///
    /// - Throws: ``ConversionError``; what was committed before stays.
    public func run(
        progress: ConversionProgress? = nil,
        onCommit: @escaping @Sendable (ConversionReport) -> Void
    ) async throws -> Outcome {
        let stop = StopRequest()
        // A task of its own, which cancellation does not reach: what was read is committed first.
        let task = Task { try await follow(stop, progress, onCommit) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            stop.make()
        }
    }

    private func follow(
        _ stop: StopRequest,
        _ progress: ConversionProgress?,
        _ onCommit: @Sendable (ConversionReport) -> Void
    ) async throws -> Outcome {
        do {
            let log = CommitLog(store: LocalStore(root: FilePath(options.output)))
            if try await log.hasLeftovers() { _ = try await log.recover() }
            let name = "stream-" + String(UInt64.random(in: .min ... .max), radix: 36)
            guard let claim = try await log.claim([name]) else { throw CommitError(.locked, "\(name) is taken") }
            do {
                let outcome = try await follow(log, name, claim, stop, progress, onCommit)
                await claim.release()
                return outcome
            } catch {
                await claim.release()
                throw error
            }
        } catch {
            throw UnitConverter.wrap(error)
        }
    }

    private func follow(
        _ log: CommitLog,
        _ name: String,
        _ claim: Claim,
        _ stop: StopRequest,
        _ progress: ConversionProgress?,
        _ onCommit: @Sendable (ConversionReport) -> Void
    ) async throws -> Outcome {
        let stream = try StreamReader(limits: limits, stop: stop, options: options.reading, progress: progress)
        let parser: any BlockParser = options.pattern.map { PatternRecordParser($0) } ?? RecordParser()
        parser.beginObject(formats: options.formats.candidates(forKey: "-"))
        var unlimited = options
        // Rows of a pipe cannot be read again, so they are committed before their neighbours are judged.
        unlimited.rejectLimit = .percentage(100)
        let converter = UnitConverter(
            unit: WorkUnit(objects: [InputObject(source: .standardInput, name: "-", size: nil, identity: nil)]),
            options: unlimited,
            log: log,
            claim: claim,
            overlaps: options.threads > 1,
            progress: progress
        )
        var outcome = Outcome()
        while try await stream.beginPiece() {
            let report = try await converter.convertPiece(of: stream, named: name, with: parser)
            progress?.setWaiting(objects: 0, oldest: nil)
            outcome.lines += report.lines
            outcome.isSalvaged = !report.losses.isEmpty
            if !report.files.isEmpty || report.lines.rejected > 0 {
                progress?.finish(report)
                outcome.commits += 1
                onCommit(report)
            }
            try check(outcome, isLast: false)
        }
        outcome.droppedBytes = stream.unfinishedBytes
        try check(outcome, isLast: !stop.isMade)
        return outcome
    }

    private func check(_ outcome: Outcome, isLast: Bool) throws(ConversionError) {
        let (rejected, total) = (outcome.lines.rejected, outcome.lines.total)
        if case .percentage = options.rejectLimit, !isLast, total < Self.leastLinesForShare { return }
        guard options.rejectLimit.isExceeded(rejected: rejected, total: total) else { return }
        throw ConversionError(
            .tooManyRejects,
            "\(rejected) of the \(total) lines so far were rejected, more than --max-rejects \(options.rejectLimit) "
                + "allows; all others are in the lake; the rejected ones are in \(options.output)/_flowconv/rejects"
        )
    }
}
