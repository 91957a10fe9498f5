import Storage
import SystemPackage
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Inputs")
struct InputTests {
    @Test("a tree is listed in byte order of relative paths, with sizes and times")
    func tree() throws {
        let folder = try TemporaryFolder()
        let names = ["b/c", "b-c", "b.c", "b0", "a/z/y", "a/b", "B", ".hidden", "\u{E9}"]
        for name in names { try folder.write(name, name) }
        folder.makeFolder("empty/deep")
        let files = try FileTree.files(under: folder.path)
        let expected = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        #expect(files.map(\.path) == expected.map { folder.path.appending($0) })
        #expect(files.map(\.size) == expected.map(\.utf8.count))
        #expect(files.allSatisfy { $0.modificationTime > 1_600_000_000_000_000_000 })
        #expect(try FileTree.files(under: folder.path.appending("empty")).isEmpty)
    }

    @Test("a file by itself, and what has no size")
    func single() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.log", "text")
        let file = try FileTree.files(under: folder.path.appending("a.log"))
        #expect(file.map(\.path) == [folder.path.appending("a.log")])
        #expect(file.map(\.size) == [4])
        #expect(try FileTree.files(under: "/dev/null").map(\.size) == [0])
    }

    @Test("links are followed, circles are not, and a folder counts once")
    func links() throws {
        let folder = try TemporaryFolder()
        try folder.write("tree/a/file", "1")
        try folder.write("outside/other", "22")
        folder.link("tree/a/up", to: "..")
        folder.link("tree/again", to: "a")
        folder.link("tree/link", to: "../outside/other")
        folder.link("tree/out", to: "../outside")
        let files = try FileTree.files(under: folder.path.appending("tree"))
        #expect(files.map { String(describing: $0.path).suffix(9) } == ["ee/a/file", "tree/link", "out/other"])
    }

    @Test("pipes in a folder are not waited for")
    func pipes() throws {
        let folder = try TemporaryFolder()
        try folder.write("a")
        #expect(mkfifo(folder.path.appending("pipe").string, 0o644) == 0)
        #expect(try FileTree.files(under: folder.path).count == 1)
    }

    @Test("missing paths and links to nowhere are named")
    func missing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("nowhere")
        let error = StorageError(.list, path.string, .system(.noSuchFileOrDirectory))
        #expect(throws: error) { try FileTree.files(under: path) }
        folder.link("dangling", to: "nowhere")
        let dangling = #expect(throws: StorageError.self) { try FileTree.files(under: folder.path) }
        #expect(dangling?.subject == folder.path.appending("dangling").string)
        #expect(throws: StorageError.self) { try InputFile(path: path).size() }
    }

    @Test("unreadable folders are named", .enabled(if: geteuid() != 0, "root may read anything"))
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.write("closed/a")
        #expect(chmod(folder.path.appending("closed").string, 0) == 0)
        defer { chmod(folder.path.appending("closed").string, 0o755) }
        let error = StorageError(.list, folder.path.appending("closed").string, .system(.permissionDenied))
        #expect(throws: error) { try FileTree.files(under: folder.path) }
    }

    @Test("a file is read from front to back in pieces")
    func read() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789", count: 1000)
        try folder.write("a", text)
        let file = try InputFile(path: folder.path.appending("a"))
        #expect(try file.size() == 10_000)
        let isStandardInput = file.isStandardInput
        #expect(!isStandardInput)
        #expect(try contents(of: file) == Array(text.utf8))
    }

    @Test("a folder can be opened but not read")
    func folder() throws {
        let folder = try TemporaryFolder()
        let file = try InputFile(path: folder.path)
        #expect(try file.size() == nil)
        let error = #expect(throws: StorageError.self) { try contents(of: file) }
        #expect(error?.errno == .isDirectory)
    }

    @Test("a minus sign is standard input, which stays open")
    func standardInput() throws {
        do {
            let file = try InputFile(path: "-")
            let isStandardInput = file.isStandardInput
            #expect(isStandardInput)
        }
        #expect(fcntl(0, F_GETFD) >= 0)
    }

    private func contents(of file: borrowing InputFile) throws -> [UInt8] {
        var collected: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 777)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { return collected }
            collected += buffer[..<count]
        }
    }
}
