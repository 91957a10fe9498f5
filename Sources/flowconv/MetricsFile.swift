import Conversion
import Storage
import SystemPackage

/// Running counts for a node exporter's textfile collector, in Prometheus' text format.
///
/// The file is put in place whole, so that nobody reads half of it.
final class MetricsFile: Sendable {
    private let task: Task<Void, Never>
    private let path: FilePath
    private let progress: ConversionProgress

    /// Begins to write the file every few seconds.
    ///
    /// - Throws: `ConversionError` where it cannot be written.
    init(path: String, _ progress: ConversionProgress) throws {
        let path = FilePath(path)
        self.path = path
        self.progress = progress
        do {
            try AtomicFile.replace(path, bytes: Self.bytes(progress))
        } catch {
            throw ConversionError(.outputUnavailable, "--metrics-file: \(error)")
        }
        task = Task {
            while (try? await Task.sleep(for: .seconds(2))) != nil {
                try? AtomicFile.replace(path, bytes: Self.bytes(progress))
            }
        }
    }

    /// Writes the last counts.
    func stop() {
        task.cancel()
        try? AtomicFile.replace(path, bytes: Self.bytes(progress))
    }

    private static func bytes(_ progress: ConversionProgress) -> [UInt8] { Array(text(progress.snapshot).utf8) }

    private static func text(_ snapshot: ConversionProgress.Snapshot) -> String {
        let metrics: [(name: String, kind: String, help: String, value: String)] = [
            ("lines_total", "counter", "Lines read.", "\(snapshot.lines)"),
            ("input_bytes_total", "counter", "Bytes read, as they are stored.", "\(snapshot.bytes)"),
            ("rows_total", "counter", "Rows committed to the lake.", "\(snapshot.rows)"),
            ("rejected_lines_total", "counter", "Rejected lines of committed units.", "\(snapshot.rejectedLines)"),
            ("units_total", "counter", "Units that are done.", "\(snapshot.units)"),
            ("waiting_objects", "gauge", "Objects known and not yet in the lake.", "\(snapshot.waitingObjects)"),
            (
                "lag_seconds", "gauge", "How long the oldest of them has been known.",
                Decimals.text(snapshot.lagInSeconds, 3)
            ),
        ]
        return metrics.map { metric in
            "# HELP flowconv_\(metric.name) \(metric.help)\n# TYPE flowconv_\(metric.name) \(metric.kind)\n"
                + "flowconv_\(metric.name) \(metric.value)\n"
        }.joined()
    }
}
