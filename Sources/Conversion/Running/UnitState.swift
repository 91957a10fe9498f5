import Lake
import Parquet
import Storage

/// What one attempt at a unit has done.
///
/// Formats come in the order in which their first rows came.
final class UnitState {
    /// The files of each record format.
    var writers: [FormatWriter] = []
    /// The files of each schema of Parquet objects.
    var repackers: [ParquetRepacker] = []
    /// What was done.
    var report = ConversionReport()
    /// Lines that were rejected.
    let rejects: RejectsFile
    /// Rows by log status.
    var tally = LogStatusTally()
    /// The hash of the last object's bytes, where it has no other identity.
    var streamHash: UInt64 = 0
    /// Objects that could not be converted.
    ///
    /// After the first one the objects that follow are only checked.
    var failures: [ObjectFailure] = []

    /// What the log is to keep of the objects that were read.
    var inputs: [CommittedInput] = []

    /// Everybody who writes files, with the columns.
    var tables: [(table: TableWriter, columns: [WrittenColumn])] {
        writers.map { ($0.table, $0.columns) } + repackers.map { ($0.table, $0.columns) }
    }

    /// What files tell about the inputs.
    let inputsNote: KeyValue

    /// Is told of lines and bytes as they are read.
    let progress: ConversionProgress?

    init(store: any ObjectStore, unit: WorkUnit, progress: ConversionProgress?) {
        self.progress = progress
        inputsNote = InputsNote.note(on: unit)
        rejects = RejectsFile(store: store)
    }
}
