import Foundation
import FuzzTargets
import Testing

/// Every input that was kept, seeds and former findings, goes through its target.
@Suite struct ReplayTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(_ folder: String, _ target: FuzzTarget) throws -> [URL] {
        let url = root.appending(path: "\(folder)/\(target.rawValue)")
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.allCases) func corpus(_ target: FuzzTarget) throws {
        let seeds = try Self.files("Corpus", target)
        #expect(!seeds.isEmpty)
        for file in try seeds + Self.files("Regressions", target) {
            do {
                try target.run(Array(try Data(contentsOf: file)))
            } catch {
                Issue.record("\(file.lastPathComponent): \(error)")
            }
        }
    }
}
