import Storage

/// An upload whose writes are counted as ``BenchmarkStage/write``.
final class TimedUpload: ObjectUpload {
    private let upload: any ObjectUpload
    private let stages: StageClock

    init(_ upload: any ObjectUpload, _ stages: StageClock) {
        self.upload = upload
        self.stages = stages
    }

    var key: ObjectKey { upload.key }

    func append(_ bytes: [UInt8]) async throws(StorageError) {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        try await upload.append(bytes)
    }

    func seal() async throws(StorageError) -> UploadTicket {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        return try await upload.seal()
    }

    func publish() async throws(StorageError) {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        try await upload.publish()
    }

    func abort() async { await upload.abort() }
}
