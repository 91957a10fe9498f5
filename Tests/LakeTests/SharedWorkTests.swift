import TestSupport
import Testing

@testable import Lake

@Suite struct SharedWorkTests {
    private struct Failure: Error, Equatable {
        var piece: Int
    }

    /// What pieces were begun, and which workers are at one.
    private struct Log {
        var pieces: [Int] = []
        var workers: Set<Int> = []
        var busy: Set<Int> = []
        var isShared = false
    }

    @Test(arguments: [0, 1, 2, 3, 10, 300], [1, 2, 3, 8])
    func everyPieceOnceAndResultsInOrder(_ count: Int, _ width: Int) async throws {
        let log = Guarded(Log())
        let results = try await SharedWork.map(count, width: width) { worker, piece in
            log.withLock {
                $0.pieces.append(piece)
                $0.workers.insert(worker)
                if !$0.busy.insert(worker).inserted { $0.isShared = true }
            }
            // Whoever has the first piece is at it until all others are begun, or for so long that nobody else comes.
            var rounds = piece == 0 && width > 1 ? 100_000 : 0
            while rounds > 0, log.withLock({ $0.pieces.count }) < count { rounds -= 1 }
            log.withLock { _ = $0.busy.remove(worker) }
            return "\(piece)"
        }
        #expect(results == (0..<count).map { "\($0)" })
        let found = log.withLock { $0 }
        #expect(found.pieces.sorted() == Array(0..<count))
        // What belongs to a worker is used for one piece at a time.
        #expect(!found.isShared)
        #expect(found.workers.allSatisfy { $0 >= 0 && $0 < max(min(width, count), 1) })
        if width == 1 { #expect(found.pieces == Array(0..<count)) }
    }

    @Test(arguments: [1, 2, 3, 8], [0, 4, 19]) func anErrorComesOut(_ width: Int, _ bad: Int) async {
        await #expect(throws: Failure(piece: bad)) {
            _ = try await SharedWork.map(20, width: width) { _, piece in
                if piece == bad { throw Failure(piece: piece) }
                return piece
            }
        }
    }
}
