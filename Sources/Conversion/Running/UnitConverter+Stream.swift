import FlowLogs
import Lake
import Parquet
import Storage

extension UnitConverter {
    /// Converts and publishes one piece of standard input.
    ///
    /// The parser goes on from piece to piece, since a header line counts for all that follows it.
    ///
    /// - Parameter name: What tells the stream from every other.
    /// - Throws: ``ConversionError``; nothing of the piece is visible then, or all of it will be after the next run.
    func convertPiece(
        of stream: StreamReader,
        named name: String,
        with parser: any BlockParser
    ) async throws(ConversionError) -> ConversionReport {
        let state = UnitState(store: log.store, unit: unit, progress: progress)
        do {
            parser.removeDictionaries()
            let (linesBefore, bytesBefore) = (parser.counts, stream.bytesRead)
            try await readPiece(of: stream, parser, state)
            try note(stream, Self.difference(parser.counts, linesBefore), name, state)
            state.report.bytesIn = stream.bytesRead - bytesBefore
            progress?.add(lines: 0, bytes: state.report.bytesIn)
            state.report.rowsByLogStatus = state.tally.counts
            state.report.unknownFields = Set(parser.formats.flatMap(\.unknownFieldNames))
            // Blank pieces leave no record: a quiet pipe should not fill the log.
            guard state.report.lines.total > state.report.lines.blank else { return state.report }
            let unitID = unit.id(options: fingerprint, streamHash: state.streamHash)
            guard try await commit(unit, state, unitID: unitID) else {
                throw ConversionError(.internalInconsistency, "-: \(unitID) is in the lake already; please report this")
            }
        } catch {
            await abort(state)
            throw Self.wrap(error)
        }
        return state.report
    }

    private func readPiece(of stream: StreamReader, _ parser: any BlockParser, _ state: UnitState) async throws {
        let queue = BlockQueue(stream, readsAhead: overlaps, reusing: [])
        try await readBlocks(from: queue, parser, state) {
            // The parser counts the lines of the stream; those of envelopes are counted by the piece.
            let isCounted = stream.envelope == .lines
            return TextPlace(
                name: "-",
                origin: ObjectOrigin(key: "-"),
                offset: stream.offset,
                linesBefore: isCounted ? 0 : stream.linesBefore - (stream.preamble.isEmpty ? 0 : 1),
                bytesBefore: stream.offset - stream.preamble.count
            )
        }
    }

    /// Notes what was read.
    private func note(
        _ stream: StreamReader,
        _ counts: LineCounts,
        _ name: String,
        _ state: UnitState
    ) throws {
        var counts = counts
        if !stream.preamble.isEmpty, stream.envelope == .commaSeparated {
            counts.headers -= 1
            counts.total -= 1
        }
        let tag = "\(name)-\(stream.offset)"
        state.streamHash = XXHash64.hash(Array(tag.utf8))
        let identity = InputIdentity(path: "-", size: stream.pieceSize, modified: nil, tag: tag)
        state.inputs = [Self.input(identity, named: "-", counts)]
        state.report.lines = counts
        state.report.bytesInflated = stream.pieceSize
        state.report.envelopes = [stream.envelope: 1]
        state.report.controlEvents = stream.controlEvents
        state.report.convertedObjects = 1
        if let loss = stream.loss { state.report.losses = [loss] }
    }

    private static func difference(_ now: LineCounts, _ before: LineCounts) -> LineCounts {
        var counts = now
        counts.rows -= before.rows
        counts.headers -= before.headers
        counts.rejected -= before.rejected
        counts.blank -= before.blank
        counts.total -= before.total
        return counts
    }
}
