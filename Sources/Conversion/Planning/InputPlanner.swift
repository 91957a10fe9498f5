import Parquet
import Storage
import SystemPackage

/// Finds the objects that the inputs name.
struct InputPlanner {
    /// The objects to convert, folders' contents sorted by name, and how many were passed over.
    struct Plan {
        var objects: [InputObject] = []
        var skipped = 0
    }

    /// Lists files, folders and `-`.
    ///
    /// Passed over are objects named `aws-logs-write-test`, hidden files of folders, and the output itself.
    ///
    /// - Throws: ``ConversionError`` where an input is missing or cannot be read.
    static func plan(_ inputs: [String], output: String) throws(ConversionError) -> Plan {
        var plan = Plan()
        let outputPath = InputFile.absolutePath(output)
        for input in inputs {
            if input == "-" {
                guard !plan.objects.contains(where: { $0.source == .standardInput }) else { continue }
                plan.objects.append(InputObject(source: .standardInput, name: "-", size: nil, identity: nil))
                continue
            }
            do {
                for file in try FileTree.files(under: FilePath(input)) {
                    let path = InputFile.absolutePath(file.path.string)
                    if path.hasPrefix(outputPath + "/") { continue }
                    let name = file.path.lastComponent?.string ?? ""
                    if name == InputObject.writeTestName || (name.hasPrefix(".") && file.path.string != input) {
                        plan.skipped += 1
                        continue
                    }
                    plan.objects.append(
                        InputObject(
                            source: .file(path: file.path.string),
                            name: file.path.string,
                            size: file.size,
                            identity: "\(path) \(file.size) \(try InputFile.fingerprint(path: file.path.string))"
                        )
                    )
                }
            } catch {
                throw ConversionError(.inputUnavailable, "\(error)")
            }
        }
        return plan
    }
}
