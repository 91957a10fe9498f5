import Foundation
import Testing

/// Text in `Tests/ParquetTests/Golden` that output has to equal; `make golden-update` writes it anew.
enum Golden {
    private static let updates = ProcessInfo.processInfo.environment["FLOWCONV_GOLDEN_UPDATE"] == "1"

    static func expect(_ text: String, equals name: String, here: String = #filePath) throws {
        let tests = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appendingPathComponent("Golden/\(name)")
        if updates { return try Data(text.utf8).write(to: file) }
        let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        // Line by line, so that a failure says where.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = golden.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, (line, want)) in zip(lines, wanted).enumerated() where line != want {
            Issue.record("\(name):\(number + 1): \(line) instead of \(want)")
        }
        #expect(lines.count == wanted.count)
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
