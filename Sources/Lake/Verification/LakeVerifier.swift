import Storage

/// Looks whether a lake is what its log says: every file whole and in its place, no file too many, all sums right.
///
/// It changes nothing and takes no locks; runs may go on meanwhile, though what they replace may then be reported.
public struct LakeVerifier: Sendable {
    private let store: any ObjectStore
    private let threads: Int

    /// A verifier of the lake in that store.
    ///
    /// - Parameter threads: How many files are read at a time.
    public init(store: any ObjectStore, threads: Int) {
        self.store = store
        self.threads = threads
    }

    /// Reads the whole lake.
    ///
    /// - Throws: What the store says where the log or the lake cannot be listed.
    public func run() async throws -> (verification: Verification, state: LakeState) {
        let log = CommitLog(store: store)
        var result = Verification()
        for failure in try await log.refreshCollecting() {
            let parts = failure.description.split(separator: ":", maxSplits: 1)
            result.findings.append(
                Finding(.record, String(parts.first ?? ""), String(parts.last ?? "").trimmingSpace)
            )
        }
        let state = await log.state
        let schemas = (try? await log.lockedSchemas()) ?? []
        let pending = (try? await log.pendingUnits()) ?? []
        guard !state.records.isEmpty || !pending.isEmpty || !result.findings.isEmpty else {
            // A folder that is none would pass for whole.
            throw CommitError(.noLake, CommitLog.noLake)
        }
        result.unfinishedUnits = pending.filter { state.records[$0.unit] == nil }.map(\.unit)
        result.unfinishedReplacements = pending.filter { state.records[$0.unit] != nil && !$0.removes.isEmpty }
            .map(\.unit)
        checkSums(state, &result)
        checkSchemas(schemas, &result)
        try await checkStrays(state, pending, &result)
        for part in await files(state, schemas) { result.add(part) }
        for record in state.records.values {
            if let rejects = record.rejects { try await check(rejects, record, &result) }
        }
        result.findings.sort()
        return (result, state)
    }

    private func files(_ state: LakeState, _ schemas: [LakeSchema]) async -> [Verification] {
        var byID: [String: LakeSchema] = [:]
        for schema in schemas { byID[schema.id] = schema }
        var unitOf: [String: CommitRecord] = [:]
        for record in state.records.values { for file in record.files { unitOf[file.path] = record } }
        return await withTaskGroup(of: Verification.self) { group in
            var rest = state.files[...]
            var results: [Verification] = []
            func launch() {
                guard let file = rest.popFirst() else { return }
                let verifier = FileVerifier(
                    store: store,
                    file: file,
                    record: unitOf[file.path],
                    schema: byID[file.schema]
                )
                group.addTask { await verifier.run() }
            }
            for _ in 0..<max(threads, 1) { launch() }
            while let result = await group.next() {
                results.append(result)
                launch()
            }
            return results
        }
    }

    private func checkSums(_ state: LakeState, _ result: inout Verification) {
        var rowsOf: [String: Int] = [:]
        for record in state.records.values { for file in record.files { rowsOf[file.path] = file.rows } }
        var unitOf: [String: String] = [:]
        for record in state.inOrder {
            let name = "\(LogKeys.commits)/\(record.unit).json"
            for input in record.inputs
            where input.lines != input.rows + input.headers + input.blank + input.rejected {
                result.findings.append(
                    Finding(.sums, name, "the lines of \(input.identity.name) do not add up to its rows and the rest")
                )
            }
            let wanted =
                record.kind == .conversion
                ? record.inputs.reduce(0) { $0 + $1.rows } : record.removes.reduce(0) { $0 + (rowsOf[$1] ?? 0) }
            if wanted != record.rows {
                result.findings.append(
                    Finding(.sums, name, "\(wanted) rows went in and \(record.rows) are in its files")
                )
            }
            guard !state.isReplaced(record.unit) else { continue }
            for input in record.inputs {
                if let other = unitOf.updateValue(record.unit, forKey: input.identity.name) {
                    result.findings.append(
                        Finding(.input, input.identity.name, "it is in unit \(other) and in unit \(record.unit)")
                    )
                }
            }
        }
    }

    private func checkSchemas(_ schemas: [LakeSchema], _ result: inout Verification) {
        for (place, schema) in schemas.enumerated() {
            for other in schemas[..<place] {
                do throws(CommitError) {
                    try other.check(schema)
                } catch {
                    let name = "\(LogKeys.schemas)/\(schema.id).json"
                    result.findings.append(Finding(.schema, name, "\(error)"))
                }
            }
        }
    }

    private func checkStrays(
        _ state: LakeState,
        _ pending: [CommitRecord],
        _ result: inout Verification
    ) async throws {
        let unfinished = Set(pending.flatMap { $0.files.map(\.path) + $0.removes })
        for object in try await store.list(nil) {
            let path = object.key.description
            // What begins with an underscore or a full stop is invisible to query engines.
            if path.split(separator: "/").contains(where: { $0.hasPrefix("_") || $0.hasPrefix(".") }) { continue }
            if state.isLive(path) || unfinished.contains(path) { continue }
            let reason =
                state.removedFiles.contains(path)
                ? "other files have taken its place, and it is still there: rows are there twice"
                : "the log does not know it"
            result.findings.append(Finding(.stray, path, reason))
        }
    }

    private func check(_ rejects: String, _ record: CommitRecord, _ result: inout Verification) async throws {
        let wanted = record.inputs.reduce(0) { $0 + $1.rejected }
        guard let size = try await store.size(of: try LogKeys.key(rejects)) else {
            result.findings.append(
                Finding(.missing, rejects, "\(wanted) rejected lines were in it, and it is not there")
            )
            return
        }
        var lines = 0
        var place = 0
        while place < size {
            let end = min(place + (4 << 20), size)
            lines += try await store.read(try LogKeys.key(rejects), range: place..<end).count { $0 == 0x0A }
            place = end
        }
        if lines != wanted {
            result.findings.append(Finding(.rows, rejects, "it has \(lines) lines and its record says \(wanted)"))
        }
    }
}

extension String {
    fileprivate var trimmingSpace: String { String(drop(while: \.isWhitespace)) }
}
