import FlowLogs
import Gzip
import Parquet
import Storage
import SystemPackage

/// The bytes of one object, from a file or standard input, inflated where they are compressed, once or twice.
///
/// What they are is told by the first bytes, never by the name. Firehose compresses data that is gzip already where its own
/// compression was left on.
final class ObjectBytes {
    /// The object.
    let object: InputObject
    /// Bytes as they were read.
    private(set) var bytesRead = 0
    /// Bytes after inflation.
    private(set) var bytesInflated = 0
    /// A hash of all bytes as they were read; only of objects that have no other identity.
    private(set) var contentHash: UInt64 = 0
    /// Why the object ends where it does, where it was salvaged.
    private(set) var damage: String?

    private let options: ReadingOptions
    private let stages: StageClock?
    private let file: InputFile
    private let outer = InflateStage()
    /// What came out of `outer`: its beginning, or all of it where it is compressed once more.
    private let inner = InflateStage()
    private var isOuterDetected = false
    private var isInnerDetected = false

    /// Opens the object.
    ///
    /// - Parameter stages: Is told when bytes are read.
    /// - Throws: ``ConversionError`` where it is missing or may not be read.
    init(_ object: InputObject, options: ReadingOptions, stages: StageClock? = nil) throws(ConversionError) {
        self.object = object
        self.options = options
        self.stages = stages
        do {
            switch object.source {
            case .standardInput: file = try InputFile(path: "-")
            case .file(let path): file = try InputFile(path: FilePath(path))
            }
        } catch {
            throw ConversionError(input: error, named: object.name)
        }
    }

    /// What the object is, once it was read from.
    var kind: ContentKind { outer.kind }

    /// Whether what was inflated was compressed once more.
    var isCompressedTwice: Bool { inner.isCompressed }

    /// What the object is; the first bytes are read for it.
    func detectKind() throws(ConversionError) -> ContentKind {
        if !isOuterDetected {
            isOuterDetected = true
            try refill()
            outer.detect()
        }
        return outer.kind
    }

    /// Reads inflated bytes into `room` and returns how many; 0 at the end, `nil` where the object ends too early and is
    /// salvaged.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt, with the offsets.
    func read(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        if damage != nil { return nil }
        let received: Int
        do {
            received = try inflate(into: room)
        } catch let error as ConversionError {
            throw error
        } catch {
            if let damage = InflateDamage(error) { return try salvage(damage) }
            throw ConversionError(.ioFailure, "\(object.name): \(error)")
        }
        bytesInflated += received
        if let limit = options.maxInflatedSize, bytesInflated > limit {
            throw ConversionError(
                .invalidData,
                "\(object.name): compressed offset \(bytesRead - outer.window.count): the object inflates to more than the "
                    + "\(limit) bytes that --max-inflated-size allows; raise it if the object is meant to be that large"
            )
        }
        return received
    }

    private func salvage(_ damage: InflateDamage) throws(ConversionError) -> Int? {
        guard options.salvages, damage.leavesTrustworthyText else {
            let reason = damage.reason
            throw ConversionError(.invalidData, "\(object.name): \(reason); fetch the object again, or leave it out")
        }
        self.damage = damage.reason
        return nil
    }

    private func inflate(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        _ = try detectKind()
        guard outer.isCompressed else {
            if outer.window.isEmpty { try refill() }
            return outer.window.move(into: room)
        }
        if !isInnerDetected {
            isInnerDetected = true
            try refillInner()
            inner.detect()
        }
        if inner.isCompressed { return try inner.inflate(into: room) { try refillInner() } }
        // Beyond its beginning, text goes straight to where it is wanted.
        return inner.window.isEmpty ? try inflateOuter(into: room) : inner.window.move(into: room)
    }

    private func inflateOuter(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        try outer.inflate(into: room) { try refill() }
    }

    /// Fills the empty inner window; damage shows once what came before it was used.
    private func refillInner() throws {
        while !inner.window.isFull {
            do {
                if try inner.window.append({ room in try inflateOuter(into: room) }) == 0 { return }
            } catch {
                guard !inner.window.isEmpty else { throw error }
                return
            }
        }
    }

    /// Fills the empty window: to the brim, so that nothing depends on the pieces that a pipe hands over.
    private func refill() throws(ConversionError) {
        let stage = stages?.enter(.read)
        defer { if let stage { stages?.enter(stage) } }
        do {
            while !outer.window.isFull {
                let received = try outer.window.append { room throws(StorageError) in try file.read(into: room) }
                bytesRead += received
                if received == 0 { break }
            }
        } catch {
            throw ConversionError(.ioFailure, "\(object.name): offset \(bytesRead): \(error)")
        }
        // Only what has no other identity needs to be told by all of its bytes.
        if object.identity == nil {
            contentHash = XXHash64.hash(outer.window.bytes, seed: contentHash)
        }
    }
}
