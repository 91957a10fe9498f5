import Conversion
import Lake
import Parquet
import Storage
import SystemPackage

/// What to tell the user, and the shell, where reading Parquet fails.
enum ReadFailure {
    /// The error that says so.
    static func conversionError(_ error: any Error, _ input: String) -> any Error {
        switch error {
        case let error as LakeScanError:
            let name = input == error.path ? input : "\(input)/\(error.path)"
            return described(error.underlying, name)
        default: return described(error, input)
        }
    }

    private static func described(_ error: any Error, _ name: String) -> any Error {
        switch error {
        case let error as ParquetError where error.code == .invalidPredicate:
            return ConversionError(.usage, "\(error)")
        case let error as CommitError where error.code == .noLake:
            return ConversionError(.inputUnavailable, "\(name): \(error)")
        case let error as CommitError:
            let isDamage = error.code == .invalidRecord || error.code == .schemaMismatch
            return ConversionError(isDamage ? .invalidData : .ioFailure, "\(error)")
        case let error as ParquetError: return ConversionError(.invalidData, "\(name): \(error)")
        case let error as StorageError:
            let isReading = error.operation == .read || error.operation == .list
            let isMissing =
                isReading && (error.errno == .noSuchFileOrDirectory || error.errno == .permissionDenied)
            return ConversionError(isMissing ? .inputUnavailable : .ioFailure, "\(error)")
        default: return error
        }
    }
}
