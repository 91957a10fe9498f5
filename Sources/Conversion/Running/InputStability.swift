import Lake
import Storage
import SystemPackage

/// Looks whether an object is still what it was when the run was planned.
enum InputStability {
    /// Refuses an object that was written to since: what was read may be half of the old and half of the new.
    ///
    /// - Throws: ``ConversionError``.
    static func check(_ object: InputObject) throws(ConversionError) {
        guard case .file(let path) = object.source, let identity = object.identity else { return }
        let now: FileTree.File?
        do {
            now = try FileTree.files(under: FilePath(path)).first
        } catch {
            throw ConversionError(.ioFailure, "\(object.name): it was removed while it was read: \(error)")
        }
        guard let now, now.size == identity.size, now.modificationTime == identity.modified else {
            throw ConversionError(
                .ioFailure,
                "\(object.name): it was written to while it was read; nothing of it was published; run again when it is done"
            )
        }
    }
}
