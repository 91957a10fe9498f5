import Foundation
import TestSupport
import Testing

@testable import FlowLogs

/// What goes through a pipe does not depend on the pieces that it comes in.
@Suite struct PipeTests {
    /// The program lies beside the tests.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("flowconv")

    private func convert(_ input: [UInt8], pieces: [Int]) throws -> [String: [UInt8]] {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["convert", "-", "--output", folder.file("out")]
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var rest = input[...]
        var number = 0
        while !rest.isEmpty {
            let piece = rest.prefix(pieces[number % pieces.count])
            try pipe.fileHandleForWriting.write(contentsOf: Data(piece))
            rest = rest.dropFirst(piece.count)
            number += 1
        }
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try folder.files(under: "out").filter { !$0.key.hasPrefix("_flowconv/") }
    }

    @Test func piecesChangeNoByte() throws {
        try #require(FileManager.default.isExecutableFile(atPath: Self.program.path))
        var generator = FlowLogGenerator(format: .default, lines: 6000, seed: 3, start: 1_700_000_000, duration: 100)
        var text: [UInt8] = []
        while generator.append(1000, to: &text) {}
        #expect(text.count > 600_000)
        for input in [text, gzip(text)] {
            let whole = try convert(input, pieces: [.max])
            #expect(whole.count == 1)
            #expect(try convert(input, pieces: [1, 3, 1000, 70_000, 4096]) == whole)
        }
    }
}
