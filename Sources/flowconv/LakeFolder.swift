import Conversion
import Storage
import SystemPackage

/// The folder of a lake that a command is to read.
enum LakeFolder {
    /// The store in that folder.
    ///
    /// - Throws: `ConversionError` where there is no such folder.
    static func store(_ path: String) throws -> LocalStore {
        let status: Stat
        do {
            status = try Stat(FilePath(path))
        } catch {
            throw ConversionError(.inputUnavailable, "\(path): there is no such folder; check the spelling")
        }
        guard status.type == .directory else {
            throw ConversionError(.inputUnavailable, "\(path): this is no folder; name the folder of a lake")
        }
        return LocalStore(root: FilePath(path))
    }
}
