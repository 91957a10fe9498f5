import Foundation
import Storage
import SystemPackage
import Testing

@Suite struct ScratchFolderTests {
    @Test func removedWithAllThatIsInIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("elsewhere/x", "stays")
        let scratch = try ScratchFolder(in: folder.path, prefix: "s-")
        let other = try ScratchFolder(in: folder.path, prefix: "s-")
        #expect(scratch.path != other.path)
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path.string)[.posixPermissions]
        #expect((mode as? Int ?? 0) & 0o077 == 0)
        #expect(try scratch.write([1, 2, 3], to: "a") == scratch.path.appending("a"))
        #expect(throws: StorageError.self) { try scratch.write([4], to: "a") }
        try FileManager.default.createDirectory(
            atPath: scratch.path.string + "/b/c/d",
            withIntermediateDirectories: true
        )
        // A link out of the folder goes; what it leads to stays.
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.string + "/b/link",
            withDestinationPath: folder.path.appending("elsewhere").string
        )
        scratch.remove("a")
        #expect(!FileManager.default.fileExists(atPath: scratch.path.string + "/a"))
        scratch.remove()
        #expect(!FileManager.default.fileExists(atPath: scratch.path.string))
        #expect(FileManager.default.fileExists(atPath: folder.path.appending("elsewhere/x").string))
        other.remove()
    }

    @Test func nowhereToBe() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: StorageError.self) {
            try ScratchFolder(in: folder.path.appending("missing"), prefix: "s-")
        }
        #expect(error?.operation == .create)
    }
}
