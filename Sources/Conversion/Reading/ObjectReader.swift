import FlowLogs

/// Reads one object: its bytes, cut into blocks of whole lines.
final class ObjectReader {
    /// The object.
    let object: InputObject

    private let bytes: ObjectBytes
    private var lines = LineBlocks()

    /// Opens the object.
    ///
    /// - Throws: ``ConversionError`` where it is missing or may not be read.
    init(_ object: InputObject, options: ReadingOptions = ReadingOptions()) throws(ConversionError) {
        self.object = object
        bytes = try ObjectBytes(object, options: options)
    }

    /// Bytes as they were read.
    var bytesRead: Int { bytes.bytesRead }

    /// Bytes of text after inflation.
    var bytesInflated: Int { bytes.bytesInflated }

    /// A hash of all bytes as they were read.
    var contentHash: UInt64 { bytes.contentHash }

    /// What is missing, where the object was salvaged.
    var loss: ObjectLoss? {
        bytes.damage.map { reason in
            ObjectLoss(
                name: object.name,
                reason: reason,
                inflatedOffset: bytes.bytesInflated,
                unfinishedBytes: lines.unfinishedBytes
            )
        }
    }

    /// Fills `block` with the next whole lines; `false` at the end.
    ///
    /// - Throws: ``ConversionError`` where the object cannot be read or is corrupt, with the offsets.
    func fill(_ block: TextBlock) throws(ConversionError) -> Bool {
        // A copy, so that the reader itself is free to be called back.
        var lines = lines
        defer { self.lines = lines }
        return try lines.fill(block) { room throws(ConversionError) in try bytes.read(into: room) }
    }
}
