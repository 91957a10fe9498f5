import Gzip

/// The text of a gzip object in memory, piece by piece.
public struct GzipSource: ~Copyable {
    private let object: [UInt8]
    private var inflater = GzipInflater()
    private var position = 0

    /// The text of `object`.
    public init(_ object: [UInt8]) {
        self.object = object
    }

    /// Fills `room` as far as one call does; 0 is the end.
    ///
    /// - Throws: `GzipError` where the object is damaged.
    public mutating func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        let step = try object.withUnsafeBytes { bytes in
            try inflater.inflate(from: UnsafeRawBufferPointer(rebasing: bytes[position...]), into: room)
        }
        position += step.consumed
        if step.produced == 0 { try inflater.finish() }
        return step.produced
    }
}
