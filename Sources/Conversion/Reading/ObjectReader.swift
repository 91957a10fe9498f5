import Columnar
import FlowLogs
import Gzip
import Parquet
import Storage
import SystemPackage

/// Reads one object: bytes from a file or standard input, inflated where they are gzip, cut into blocks of whole lines.
///
/// Gzip or plain is told by the first bytes, never by the name.
final class ObjectReader {
    /// The object.
    let object: InputObject
    /// Bytes as they were read.
    private(set) var bytesRead = 0

    private let file: InputFile
    private let input: ByteWindow
    private var lines = LineBlocks()
    private var inflater = GzipInflater()
    private var isGzip = false
    private var needsInput = true
    private var isSniffed = false
    private var hash: UInt64 = 0

    /// Opens the object.
    ///
    /// - Throws: ``ConversionError`` where it is missing or may not be read.
    init(_ object: InputObject) throws(ConversionError) {
        self.object = object
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

    /// Bytes of text after inflation.
    var bytesInflated: Int { lines.inflatedBytes }

    /// A hash of all bytes as they were read.
    var contentHash: UInt64 { hash }

    /// Fills `block` with the next whole lines; `false` at the end.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt, with the offsets.
    func fill(_ block: TextBlock) throws(ConversionError) -> Bool {
        // A copy, so that the reader itself is free to be called back.
        var lines = lines
        defer { self.lines = lines }
        return try lines.fill(block) { room throws(ConversionError) in try read(into: room) }
    }

    private func read(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if !isSniffed { try sniff() }
        guard isGzip else { return try copy(into: room) }
        while true {
            // Between refills the inflater may still hold text that had no room.
            if needsInput, input.isEmpty { try refill() }
            do {
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
            } catch {
                throw ConversionError(
                    .invalidData,
                    "\(object.name): \(error); fetch the object again, or leave it out"
                )
            }
        }
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if input.isEmpty { try refill() }
        return input.move(into: room)
    }

    private func sniff() throws(ConversionError) {
        isSniffed = true
        try refill()
        switch ContentKind(prefix: input.prefix(ContentKind.prefixLength)) {
        case .gzip: isGzip = true
        case .plain, .empty: isGzip = false
        case .zstd:
            throw ConversionError(
                .invalidData,
                "\(object.name): offset 0: the object is compressed with zstd, not gzip; decompress it with zstd -d first"
            )
        }
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
        // Only standard input needs to be told by all of its bytes.
        if object.source == .standardInput {
            hash = input.withBytes { XXHash64.hash($0, seed: hash) }
        }
    }
}
