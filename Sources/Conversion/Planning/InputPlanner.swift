import Lake
import Parquet
import Storage
import SystemPackage

/// Finds the objects that the inputs name.
struct InputPlanner {
    /// The objects to convert, folders' contents sorted by name, and how many were passed over.
    struct Plan {
        var objects: [InputObject] = []
        var skipped = 0
        /// Files of folders that cannot be read, where such are left out.
        var failures: [ObjectFailure] = []
    }

    /// Lists files, folders and `-`.
    ///
    /// Passed over are objects named `aws-logs-write-test`, hidden files of folders, and the output itself. An object that
    /// several inputs name is converted once.
    ///
    /// - Parameters:
    ///   - skipsMissing: Whether files that have gone since their folder was read are passed over.
    ///   - known: The identity under which a path was converted before; where size and time are still the same,
    ///     the file is not looked into.
    /// - Throws: ``ConversionError`` where an input is missing or cannot be read.
    static func plan(
        _ inputs: [String],
        output: String,
        policy: ObjectErrorPolicy = .fail,
        excludesOutput: Bool = true,
        skipsMissing: Bool = false,
        known: (String) -> InputIdentity? = { _ in nil }
    ) throws(ConversionError) -> Plan {
        var plan = Plan()
        var paths: Set<String> = []
        for input in inputs {
            if input == "-" {
                guard !plan.objects.contains(where: { $0.source == .standardInput }) else { continue }
                plan.objects.append(InputObject(source: .standardInput, name: "-", size: nil, identity: nil))
                continue
            }
            do {
                let outputPath = try AbsolutePath.of(FilePath(output)).string
                for file in try FileTree.files(under: FilePath(input), skipsMissing: skipsMissing) {
                    let path = try AbsolutePath.of(file.path).string
                    // What is named by itself is meant, wherever it lies.
                    let isNamed = file.path.string == input
                    if !paths.insert(path).inserted || (excludesOutput && !isNamed && path.hasPrefix(outputPath + "/"))
                    {
                        continue
                    }
                    let name = file.path.lastComponent?.string ?? ""
                    if name == InputObject.writeTestName || (!isNamed && name.hasPrefix(".")) {
                        plan.skipped += 1
                        continue
                    }
                    // A pipe has no size, and may be read only once.
                    let isStream = file.size == 0 && isNamed
                    var identity: InputIdentity?
                    do throws(StorageError) {
                        if !isStream { identity = try Self.identity(of: file, path, known(path)) }
                    } catch {
                        let failure = ConversionError(input: error)
                        guard policy == .skip, !isNamed, !failure.isShortage else { throw failure }
                        plan.failures.append(ObjectFailure(name: file.path.string, error: failure))
                        continue
                    }
                    plan.objects.append(
                        InputObject(
                            source: .file(path: file.path.string),
                            name: file.path.string,
                            size: isStream ? nil : file.size,
                            identity: identity
                        )
                    )
                }
            } catch let error as ConversionError {
                throw error
            } catch let error as StorageError {
                throw ConversionError(input: error)
            } catch {
                throw ConversionError(.inputUnavailable, "\(error)")
            }
        }
        return plan
    }

    private static func identity(
        of file: FileTree.File,
        _ path: String,
        _ known: InputIdentity?
    ) throws(StorageError) -> InputIdentity {
        if let known, known.size == file.size, known.modified == file.modificationTime { return known }
        return InputIdentity(
            path: path,
            size: file.size,
            modified: file.modificationTime,
            tag: try fingerprint(file.path, size: file.size)
        )
    }

    /// A hash of the first and the last 4 KiB, so that an object that was copied or touched is still the same one, and one
    /// that was rewritten is not.
    private static func fingerprint(_ path: FilePath, size: Int) throws(StorageError) -> String {
        let file = try InputFile(path: path)
        let edge = 4096
        let first = try file.bytes(0..<min(edge, size))
        let last = try file.bytes(max(size - edge, 0)..<size)
        // Gzip ends with a checksum of all that is in it, so the edges tell more there; see `ResumePlan`.
        let kind = first.starts(with: [0x1F, 0x8B]) ? "gzip-" : ""
        return kind + WorkUnit.hex(XXHash64.hash(last, seed: XXHash64.hash(first)))
    }
}
