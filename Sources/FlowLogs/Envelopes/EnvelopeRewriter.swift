/// Takes the records of one kind of envelope out of it: a line each, and where the event has a timestamp, behind it in the
/// form of CloudWatch Logs exports.
///
/// A rewriter works on a window of the inflated object and does nothing that costs memory for every event.
protocol EnvelopeRewriter {
    /// Rewrites the whole events at the beginning of `window` and returns how many bytes of it are done with.
    ///
    /// It stops where `output` has no room for the next event, or where the window ends in the middle of one. With `isLast`
    /// nothing follows the window.
    ///
    /// - Throws: ``EnvelopeError``; what came before was written.
    mutating func rewrite(
        _ window: UnsafeBufferPointer<UInt8>,
        isLast: Bool,
        into output: EventOutput
    ) throws(EnvelopeError) -> Int

    /// How many bytes of the object are done with.
    var offset: Int { get }
    /// The line of the object that is next, from 1.
    var line: Int { get }
    /// The envelope, as far as is known by now.
    var envelope: Envelope { get }
}
