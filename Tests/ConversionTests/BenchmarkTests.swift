import FlowLogs
import Storage
import TestSupport
import Testing

@testable import Conversion

/// What a measurement says besides times, which no test can know.
@Suite struct BenchmarkTests {
    private static let log = """
        version account-id start end action log-status
        2 123456789012 1700000000 1700000060 ACCEPT OK

        2 123456789012 1700000001 1700000061 ACCEPT
        2 - 1700090000 1700090060 REJECT OK

        """

    private func measure(
        _ folder: TemporaryFolder,
        _ change: (inout BenchmarkOptions) -> Void
    ) async throws -> BenchmarkReport {
        try folder.write("", to: "scratch/keep")
        var options = BenchmarkOptions(scratchFolder: folder.file("scratch"))
        options.rounds = 2
        change(&options)
        do {
            let report = try await Benchmark(options: options).run()
            #expect(try folder.files(under: "scratch").keys.sorted() == ["keep"])
            return report
        } catch {
            #expect(try folder.files(under: "scratch").keys.sorted() == ["keep"])
            throw error
        }
    }

    @Test func generatedLines() async throws {
        let report = try await measure(try TemporaryFolder()) {
            $0.lines = 2003
            $0.threads = 3
        }
        #expect(report.isGenerated)
        #expect(report.objects == 8)
        // A header line in each object.
        #expect(report.lines == 2003 + 8)
        #expect(report.rows == 2003)
        #expect(report.bytesInflated > 2003 * 60 && report.bytesIn < report.bytesInflated / 2)
        #expect(report.bytesOut > 0 && report.rounds == 2)
        #expect(report.stages.map(\.stage) == BenchmarkStage.allCases)
        #expect(report.stages.allSatisfy { $0.seconds >= 0 })
        #expect(report.whole.map(\.threads) == [1, 3])
    }

    @Test func theUsersObjects() async throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write(Self.log, to: "in/a.log")
        try folder.write(gzip(Array(Self.log.utf8)), to: "in/b.log.gz")
        let report = try await measure(folder) { $0.inputs = [folder.file("in"), plain] }
        #expect(!report.isGenerated && report.objects == 2)
        #expect(report.lines == 10 && report.rows == 4)
        #expect(report.bytesInflated == 2 * Self.log.utf8.count)
        #expect(report.whole.map(\.threads) == [1])
        #expect(try folder.files(under: "in").count == 2)
    }

    @Test func inputsThatCannotBeMeasured() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty/a.log")
        try folder.write([0x1F, 0x8B, 8, 0, 1, 2, 3], to: "damaged/a.log.gz")
        let wanted: [(String, ConversionError.Code)] = [
            ("missing", .inputUnavailable), ("empty", .invalidData), ("damaged", .invalidData),
        ]
        for (name, code) in wanted {
            let error = await #expect(throws: ConversionError.self) {
                _ = try await measure(folder) { $0.inputs = [folder.file(name)] }
            }
            #expect(error?.code == code, "\(name)")
            #expect(error?.description.contains(name) == true, "\(name)")
        }
        let error = await #expect(throws: ConversionError.self) {
            var options = BenchmarkOptions(scratchFolder: folder.file("nowhere"))
            options.lines = 1
            _ = try await Benchmark(options: options).run()
        }
        #expect(error?.code == .outputUnavailable)
    }

    @Test func cancelled() async throws {
        let folder = try TemporaryFolder()
        let task = Task {
            try await measure(folder) {
                $0.lines = 1 << 40
                $0.rounds = 1 << 40
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func medians() {
        #expect(Benchmark.median([]) == 0)
        #expect(Benchmark.median([3]) == 3)
        #expect(Benchmark.median([9, 1]) == 5)
        #expect(Benchmark.median([9, 1, 2]) == 2)
        #expect(Benchmark.median([9, 1, 2, 4]) == 3)
    }

    /// The clock gives each moment to one stage, whatever is nested.
    @Test func stagesAddUp() {
        let clock = StageClock(.read)
        #expect(clock.enter(.write) == .read)
        #expect(clock.enter(.parse) == .write)
        let once = clock.seconds()
        let twice = clock.seconds()
        #expect(Set(once.keys) == [.read, .write, .parse])
        #expect(once[.read] == twice[.read] && once[.write] == twice[.write])
        #expect((once[.parse] ?? 1) <= (twice[.parse] ?? 0))
    }
}
