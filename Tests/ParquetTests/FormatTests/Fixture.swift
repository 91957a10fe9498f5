import Foundation

/// A file in `Tests/ParquetTests/Fixtures`.
enum Fixture {
    static func bytes(_ name: String, here: String = #filePath) throws -> [UInt8] {
        let tests = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: tests.appendingPathComponent("Fixtures/\(name)")))
    }
}
