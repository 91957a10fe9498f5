import FlowLogs
import Gzip

/// Reads one object: its bytes, its records out of their envelope, cut into blocks of whole lines.
final class ObjectReader: BlockSource {
    /// The object.
    let object: InputObject

    private let bytes: ObjectBytes
    private let envelopes = EnvelopeReader()
    private let salvages: Bool
    private var lines = LineBlocks()

    /// Opens the object.
    ///
    /// - Parameter stages: Is told when bytes are read.
    /// - Throws: ``ConversionError`` where it is missing or may not be read.
    init(
        _ object: InputObject,
        options: ReadingOptions = ReadingOptions(),
        stages: StageClock? = nil
    ) throws(ConversionError) {
        self.object = object
        bytes = try ObjectBytes(object, options: options, stages: stages)
        salvages = options.salvages
    }

    /// Bytes as they were read.
    var bytesRead: Int { bytes.bytesRead }

    /// Bytes of text after inflation.
    var bytesInflated: Int { bytes.bytesInflated }

    /// What the object is, once it was read from.
    var kind: ContentKind { bytes.kind }

    /// What the object is; the first bytes are read for it.
    func detectKind() throws(ConversionError) -> ContentKind { try bytes.detectKind() }

    /// Whether what was inflated was compressed once more.
    var isCompressedTwice: Bool { bytes.isCompressedTwice }

    /// The envelope of the object's records.
    var envelope: Envelope { envelopes.envelope }

    /// Events that are no records.
    var controlEvents: Int { envelopes.controlEvents }

    /// A hash of all bytes as they were read.
    var contentHash: UInt64 { bytes.contentHash }

    /// What is missing, where the object was salvaged.
    var loss: ObjectLoss? {
        guard let reason = bytes.damage ?? envelopes.failure.map({ "\($0)" }) else { return nil }
        let unfinished =
            envelopes.failure.map { bytes.bytesInflated - $0.offset }
            ?? (envelopes.unfinishedBytes + lines.unfinishedBytes)
        return ObjectLoss(
            name: object.name,
            reason: reason,
            inflatedOffset: bytes.bytesInflated,
            unfinishedBytes: unfinished
        )
    }

    /// Fills `block` with the next whole lines; `false` at the end.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt, with the offsets.
    func fill(_ block: TextBlock) throws(ConversionError) -> Bool {
        // A copy, so that the reader itself is free to be called back.
        var lines = lines
        defer { self.lines = lines }
        let isFilled = try lines.fill(block) { room throws(ConversionError) in
            try envelopes.read(into: room) { room throws(ConversionError) in try bytes.read(into: room) }
        }
        envelopes.takeNotes(for: block)
        if let failure = envelopes.failure, !salvages || failure.code != .truncated {
            throw ConversionError(.invalidData, "\(object.name): \(failure); fetch the object again, or leave it out")
        }
        // The last notes may come without a line.
        return isFilled || block.hasNotes
    }
}
