extension TextBlock {
    /// Counts the lines of the object that came before the block's text and are not in it: what an envelope's rewriter has
    /// taken out, and a line that was too long to be held.
    func addLinesThatAreNotInIt(to counts: inout LineCounts, _ rejects: inout [RejectedLine]) {
        counts.headers += notes.headers
        counts.rejected += notes.rejects.count
        counts.total += notes.headers + notes.rejects.count
        rejects += notes.rejects
        guard let oversized = oversizedLine else { return }
        counts.total += 1
        counts.rejected += 1
        let place = place(ofLine: counts.total, at: oversized.offset)
        rejects.append(
            RejectedLine(
                line: place.line,
                offset: place.offset,
                reason: .tooLong(length: oversized.length),
                raw: oversized.excerpt
            )
        )
    }
}
