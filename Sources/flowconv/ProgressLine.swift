import Conversion

/// A line on the terminal that says how far a conversion is; nothing where nobody looks.
final class ProgressLine: Sendable {
    private let task: Task<Void, Never>?

    init(_ progress: ConversionProgress) {
        guard Terminal.standardError.isInteractive else {
            task = nil
            return
        }
        let clock = ContinuousClock()
        let start = clock.now
        task = Task {
            while (try? await clock.sleep(for: .milliseconds(500))) != nil {
                let seconds = Double((clock.now - start) / .microseconds(1)) / 1e6
                Terminal.standardError.write("\r\u{1B}[K" + Self.text(progress.snapshot, seconds))
            }
        }
    }

    /// Takes the line away.
    func stop() async {
        guard let task else { return }
        task.cancel()
        await task.value
        Terminal.standardError.write("\r\u{1B}[K")
    }

    private static func text(_ snapshot: ConversionProgress.Snapshot, _ seconds: Double) -> String {
        var text = "\(ByteSize.text(snapshot.bytes)) in, "
        text += "\(Decimals.text(Double(snapshot.lines) / max(seconds, 0.001) / 1e6, 2)) M lines/s"
        if snapshot.totalBytes > 0, snapshot.bytes > 0 {
            let share = min(Double(snapshot.bytes) / Double(snapshot.totalBytes), 1)
            text += ", \(Int(share * 100)) %, \(Int(seconds / share - seconds)) s left"
        }
        return text
    }
}
