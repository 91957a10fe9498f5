/// Turns blocks of text into column batches, object after object: what ``RecordParser`` does for flow logs and
/// ``PatternRecordParser`` for lines that match a grok pattern.
public protocol BlockParser: AnyObject {
    /// What became of the lines since ``beginObject(formats:)``.
    var counts: LineCounts { get }
    /// The formats seen so far, in no order.
    var formats: [RecordFormat] { get }
    /// Bytes that the dictionaries hold on to.
    var dictionaryFootprint: Int { get }

    /// Forgets the line count of the object before, and what was told from its lines.
    ///
    /// - Parameter formats: What the object is taken for where its lines do not name their fields: the first that fits.
    func beginObject(formats: [RecordFormat])
    /// Takes on the next block of the object.
    func begin(_ block: TextBlock)
    /// The next rows of the block, all of one format, or `nil` where the block is done.
    func nextBatch() throws(FormatError) -> ColumnBatch?
    /// The rejected lines of the object since the last call, in the order of its lines.
    func takeRejects() -> [RejectedLine]
    /// Drops all dictionaries; the ids of earlier batches mean nothing any more.
    func removeDictionaries()
}

extension RecordParser: BlockParser {}
