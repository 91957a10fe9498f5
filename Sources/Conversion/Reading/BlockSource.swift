import FlowLogs

/// What text comes from, in blocks of whole lines.
protocol BlockSource: AnyObject, SendableMetatype {
    /// Fills `block` with the next whole lines; `false` at the end.
    ///
    /// - Throws: ``ConversionError`` where nothing more can be read, with the offsets.
    func fill(_ block: TextBlock) throws(ConversionError) -> Bool
}
