import Gzip
import Parquet
import Storage
import SystemPackage
import Zstd

/// The bytes of one object, from a file or standard input, inflated where they are compressed.
///
/// What they are is told by the first bytes, never by the name.
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
    /// What the object is; told by the first read.
    private(set) var kind = ContentKind.empty

    private let options: ReadingOptions
    private let file: InputFile
    private let input: ByteWindow
    private var inflater = GzipInflater()
    private lazy var zstd = ZstdInflater()
    private var needsInput = true
    private var isSniffed = false

    /// Opens the object.
    ///
    /// - Throws: ``ConversionError`` where it is missing or may not be read.
    init(_ object: InputObject, options: ReadingOptions) throws(ConversionError) {
        self.object = object
        self.options = options
        do {
            switch object.source {
            case .standardInput: file = try InputFile(path: "-")
            case .file(let path): file = try InputFile(path: FilePath(path))
            }
        } catch {
            throw ConversionError(.inputUnavailable, "\(object.name): \(error)")
        }
        input = ByteWindow(capacity: 256 << 10)
    }

    /// Reads inflated bytes into `room` and returns how many; 0 at the end, `nil` where the object ends too early and is
    /// salvaged.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt, with the offsets.
    func read(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        if damage != nil { return nil }
        if !isSniffed { try sniff() }
        let received: Int
        do {
            received =
                switch kind {
                case .gzip: try inflateGzip(into: room)
                case .zstd: try inflateZstd(into: room)
                case .plain, .empty: try copy(into: room)
                }
        } catch let error as GzipError {
            guard options.salvages, error.leavesTrustworthyText else { throw corrupt("\(error)") }
            damage = "\(error)"
            return nil
        } catch let error as ZstdError {
            guard options.salvages, error.leavesTrustworthyText else { throw corrupt("\(error)") }
            damage = "\(error)"
            return nil
        } catch let error as ConversionError {
            throw error
        } catch {
            throw ConversionError(.ioFailure, "\(object.name): \(error)")
        }
        bytesInflated += received
        if let limit = options.maxInflatedSize, bytesInflated > limit {
            throw ConversionError(
                .invalidData,
                "\(object.name): compressed offset \(bytesRead - input.count): the object inflates to more than the \(limit) "
                    + "bytes that --max-inflated-size allows; raise it if the object is meant to be that large"
            )
        }
        return received
    }

    private func corrupt(_ reason: String) -> ConversionError {
        ConversionError(.invalidData, "\(object.name): \(reason); fetch the object again, or leave it out")
    }

    private func inflateGzip(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            // Between refills the inflater may still hold text that had no room.
            if needsInput, input.isEmpty { try refill() }
            if needsInput, input.isEmpty {
                try inflater.finish()
                return 0
            }
            let step = try input.withBytes { bytes throws(GzipError) in
                try inflater.inflate(from: bytes, into: room)
            }
            input.consume(step.consumed)
            needsInput = step.needsInput
            if step.produced > 0 { return step.produced }
        }
    }

    private func inflateZstd(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            if needsInput, input.isEmpty { try refill() }
            if needsInput, input.isEmpty {
                try zstd.finish()
                return 0
            }
            let step = try input.withBytes { bytes throws(ZstdError) in try zstd.inflate(from: bytes, into: room) }
            input.consume(step.consumed)
            needsInput = step.needsInput
            if step.produced > 0 { return step.produced }
        }
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if input.isEmpty { try refill() }
        return input.move(into: room)
    }

    private func sniff() throws(ConversionError) {
        isSniffed = true
        try refill()
        kind = ContentKind(prefix: input.prefix(ContentKind.prefixLength))
    }

    /// Fills the empty window: to the brim, so that nothing depends on the pieces that a pipe hands over.
    private func refill() throws(ConversionError) {
        do {
            while !input.isFull {
                let received = try input.append { room throws(StorageError) in try file.read(into: room) }
                bytesRead += received
                if received == 0 { break }
            }
        } catch {
            throw ConversionError(.ioFailure, "\(object.name): offset \(bytesRead): \(error)")
        }
        // Only what has no other identity needs to be told by all of its bytes.
        if object.identity == nil {
            contentHash = input.withBytes { XXHash64.hash($0, seed: contentHash) }
        }
    }
}
