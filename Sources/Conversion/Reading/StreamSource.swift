import FlowLogs
import Gzip
import Storage
import SystemPackage

/// The text of standard input, inflated where it is compressed, with waits that come to an end.
final class StreamSource {
    /// Bytes as they were read.
    private(set) var bytesRead = 0
    /// Why the text ends where it does, where it was salvaged.
    private(set) var damage: String?

    /// Waiting is over.
    private struct Pause: Error {}

    private let file: InputFile
    private let stop: StopRequest
    private let salvages: Bool
    private let onWait: (Duration) -> Void
    /// When the piece under way began; `nil` between pieces.
    private var began: ContinuousClock.Instant?
    private var deadline = ContinuousClock.now
    private let stage = InflateStage()
    private var isDetected = false

    /// Opens standard input.
    ///
    /// - Parameter onWait: Is told every now and then how long ago the piece began.
    init(stop: StopRequest, salvages: Bool, onWait: @escaping (Duration) -> Void) throws(ConversionError) {
        self.stop = stop
        self.salvages = salvages
        self.onWait = onWait
        do {
            file = try InputFile(path: "-")
        } catch {
            throw ConversionError(.inputUnavailable, "-: \(error)")
        }
    }

    /// A piece is over, and the next one has not begun: nothing is waited for.
    func beginWaiting() {
        began = nil
        deadline = .now
    }

    /// A piece begins that is over after that time.
    func beginPiece(_ interval: Duration) {
        began = .now
        deadline = .now + interval
    }

    /// Whether the time of the piece is over, or a stop was asked for.
    var isOver: Bool { stop.isMade || ContinuousClock.now >= deadline }

    /// Adds text to the window and returns how many bytes; 0 at the end, `nil` where none came in time.
    ///
    /// - Parameter isPatient: Whether to wait beyond the deadline.
    /// - Throws: ``ConversionError`` where nothing more can be read.
    func read(into window: ByteWindow, isPatient: Bool) throws(ConversionError) -> Int? {
        if damage != nil { return 0 }
        do {
            try detect(isPatient)
            return try window.append { room in
                if stage.isCompressed { return try stage.inflate(into: room) { try refill(isPatient) } }
                if !stage.window.isEmpty { return stage.window.move(into: room) }
                return try read(room, isPatient)
            }
        } catch is Pause {
            return nil
        } catch let error as ConversionError {
            throw error
        } catch {
            if let damage = InflateDamage(error) { return try salvage(damage) }
            throw ConversionError(.ioFailure, "-: offset \(bytesRead): \(error)")
        }
    }

    /// Looks at the first bytes, as soon as there are enough of them.
    private func detect(_ isPatient: Bool) throws {
        guard !isDetected else { return }
        while stage.window.count < 4, try appendBytes(isPatient) > 0 {}
        isDetected = true
        stage.detect()
        if stage.kind == .parquet {
            throw ConversionError(.usage, "-: a Parquet file has its end before its beginning; convert it as a file")
        }
    }

    private func refill(_ isPatient: Bool) throws { _ = try appendBytes(isPatient) }

    private func appendBytes(_ isPatient: Bool) throws -> Int {
        try stage.window.append { room in try read(room, isPatient) }
    }

    private func read(_ room: UnsafeMutableRawBufferPointer, _ isPatient: Bool) throws -> Int {
        while true {
            if stop.isMade { throw Pause() }
            if let began { onWait(ContinuousClock.now - began) }
            let left = isPatient ? Duration.seconds(1) : deadline - ContinuousClock.now
            // Short waits, since a stop comes from elsewhere.
            let wait = Int(max(.zero, min(left, .milliseconds(100))) / .milliseconds(1))
            if try file.isReadable(within: wait) { break }
            if left <= .zero { throw Pause() }
        }
        let received = try file.read(into: room)
        bytesRead += received
        return received
    }

    private func salvage(_ damage: InflateDamage) throws(ConversionError) -> Int {
        guard salvages, damage.leavesTrustworthyText else { throw ConversionError(.invalidData, "-: \(damage.reason)") }
        self.damage = damage.reason
        return 0
    }
}
