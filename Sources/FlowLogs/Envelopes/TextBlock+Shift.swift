extension TextBlock {
    /// Moves everything that is told about the block so many bytes on in the object.
    ///
    /// - Parameter isEnveloped: Whether lines came out of an envelope; the block itself stands in their text then.
    func shift(by length: Int, isEnveloped: Bool) {
        guard isEnveloped else {
            offset += length
            oversizedLine = oversizedLine.map {
                OversizedLine(offset: $0.offset + length, length: $0.length, excerpt: $0.excerpt)
            }
            return
        }
        notes.origins = notes.origins.map {
            LineOrigin(textOffset: $0.textOffset, offset: $0.offset + length, line: $0.line)
        }
        notes.rejects = notes.rejects.map {
            RejectedLine(line: $0.line, offset: $0.offset + length, reason: $0.reason, raw: $0.raw)
        }
    }
}
