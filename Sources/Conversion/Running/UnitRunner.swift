import Lake

/// Takes one unit through a run: claims it, leaves out what others have converted, converts, and lets go.
struct UnitRunner: Sendable {
    /// What became of an attempt.
    enum Outcome: Sendable {
        /// It is in the lake.
        case done(ConversionReport)
        /// Another run is at it; to be tried again.
        case busy
        /// It failed.
        case failed(ConversionError)
    }

    let log: CommitLog
    let options: ConversionOptions
    let progress: ConversionProgress?

    /// Converts a unit, or what other runs have left of it.
    ///
    /// - Parameters:
    ///   - overlaps: Whether reading and encoding run beside parsing; never changes a byte.
    ///   - didEncode: Called once all rows are encoded, as a rule: what is left to do is mostly waiting.
    func run(_ unit: WorkUnit, overlaps: Bool, didEncode: @escaping @Sendable () async -> Void) async -> Outcome {
        do {
            let resources = unit.objects.compactMap { $0.identity.map { "input \($0.name)" } }
            guard let claim = try await log.claim(resources) else {
                try await Task.sleep(for: .milliseconds(50))
                return .busy
            }
            do {
                let report = try await convert(unit, claim, overlaps: overlaps, didEncode)
                await claim.release()
                progress?.finish(report)
                return .done(report)
            } catch {
                await claim.release()
                throw error
            }
        } catch {
            return .failed(UnitConverter.wrap(error))
        }
    }

    private func convert(
        _ unit: WorkUnit,
        _ claim: Claim,
        overlaps: Bool,
        _ didEncode: @escaping @Sendable () async -> Void
    ) async throws -> ConversionReport {
        var rest = unit
        var overtaken = 0
        while true {
            // Others may have been here between planning and claiming.
            let state = try await log.refresh()
            if unit.replaces.contains(where: state.isReplaced) {
                var report = ConversionReport()
                report.alreadyConvertedObjects = unit.objects.count
                return report
            }
            if unit.replaces.isEmpty {
                let left = rest.objects.filter { object in
                    object.identity.map { state.input($0.name) == nil } ?? true
                }
                overtaken += rest.objects.count - left.count
                rest = WorkUnit(objects: left)
            }
            if try await log.isPending(Set(rest.objects.compactMap { $0.identity?.name })) {
                // Somebody has died over it since this run began; it is finished or taken back before anything else.
                _ = try await log.recover()
                try await Task.sleep(for: .milliseconds(50))
                continue
            }
            var report = ConversionReport()
            if !rest.objects.isEmpty {
                let converter = UnitConverter(
                    unit: rest,
                    options: options,
                    log: log,
                    claim: claim,
                    overlaps: overlaps,
                    progress: progress,
                    didEncode: didEncode
                )
                if let converted = try await converter.convert() {
                    report = converted
                } else if rest.objects.contains(where: { $0.identity == nil }) {
                    // The same bytes came in by a pipe before.
                    report.alreadyConvertedObjects = rest.objects.count
                } else {
                    try await Task.sleep(for: .milliseconds(50))
                    continue
                }
            }
            report.alreadyConvertedObjects += overtaken
            return report
        }
    }
}
