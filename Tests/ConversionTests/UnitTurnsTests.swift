import FlowLogs
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Conversion

@Suite struct UnitTurnsTests {
    /// Would wait for ever if the second unit waited until the first one's files are durable.
    @Test("a unit that waits for the disk keeps no other one waiting", .timeLimit(.minutes(1)))
    func nextUnitBesideTheDisk() async throws {
        let folder = try TemporaryFolder()
        for number in 0..<3 {
            try folder.write("start dstport\n17000\(number)0000 \(number)\n", to: "in/\(number).log")
        }
        var options = ConversionOptions(inputs: [folder.file("in")], output: folder.file("lake"))
        options.leastUnitSizeInBytes = 1
        options.threads = 1
        let store = WaitingStore(LocalStore(root: FilePath(options.output)))
        let report = try await Converter(options: options, store: store).run()
        #expect(report.lines.rows == 3)
        #expect(report.files.count == 3)
    }

    @Test func turnsAreBoundedAndInOrder() async {
        let turns = UnitTurns(width: 2, units: 5)
        #expect(await turns.begin(0) == 4)
        #expect(await turns.begin(1) == 3)
        let (order, sender) = AsyncStream.makeStream(of: [Int].self)
        let others = Task {
            for unit in 2..<5 { sender.yield([unit, await turns.begin(unit)]) }
        }
        var began = order.makeAsyncIterator()
        // One turn a unit that ends its own, however often it says so.
        await turns.end(1)
        await turns.end(1)
        #expect(await began.next() == [2, 2])
        await turns.end(7)
        await turns.end(0)
        #expect(await began.next() == [3, 1])
        await turns.end(3)
        #expect(await began.next() == [4, 0])
        await others.value
    }

    @Test func whoIsBackHasATurnMore() async {
        let turns = UnitTurns(width: 1, units: 1)
        #expect(await turns.begin(0) == 0)
        await turns.end(0)
        #expect(await turns.begin(0) == 0)
    }
}
