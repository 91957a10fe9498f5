import SystemPackage

// parquet-corpus FOLDER: writes NAME.parquet and NAME.json, the values that a reader has to find, into a folder that is
// there. parquet-corpus --list: prints the names as JSON.

/// Writes a file, whatever was there before.
private func write(_ bytes: [UInt8], to path: FilePath) throws {
    let file = try FileDescriptor.open(
        path,
        .writeOnly,
        options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead]
    )
    try file.closeAfter { _ = try file.writeAll(bytes) }
}

guard CommandLine.arguments.count == 2 else {
    print("usage: parquet-corpus FOLDER | --list")
    throw Errno.invalidArgument
}
if CommandLine.arguments[1] == "--list" {
    print(JSON.list(Corpus.files.map { JSON.text($0.name) }))
} else {
    let folder = FilePath(CommandLine.arguments[1])
    for file in Corpus.files {
        try write(try file.parquet(), to: folder.appending("\(file.name).parquet"))
        try write(Array(file.json().utf8), to: folder.appending("\(file.name).json"))
    }
}
