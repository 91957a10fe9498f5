import Gzip
import SystemPackage
import Workload

/// Takes a gzip object as far as a stage, for a tool that counts instructions.
///
///     count-instructions OBJECT STAGE
///
/// Nothing here is asynchronous: the tool runs one thread after the other, and Swift's tasks would wait for each other.
@main
struct CountInstructions {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let stage = Stage(rawValue: arguments[2]) else {
            let stages = Stage.allCases.map(\.rawValue).joined(separator: "|")
            _ = try FileDescriptor.standardError.writeAll("usage: count-instructions OBJECT \(stages)\n".utf8)
            return
        }
        let pass = try Pass(try bytes(of: arguments[1]), upTo: stage)
        print("\(stage.rawValue): \(pass.rows) rows, \(pass.bytes) bytes; inflate by \(GzipInflater.libraryName)")
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: Int(try file.seek(offset: 0, from: .end)))
            let size = bytes.count
            let read = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }
            bytes.removeLast(size - read)
            return bytes
        }
    }
}
