import Gzip

/// Plays the owner of the buffers: feeds an inflater by pieces and collects what comes out.
struct InflaterDriver {
    /// The size of the next piece of input.
    var inputSize: () -> Int = { .max }
    /// The size of the next output.
    var outputSize: () -> Int = { 65_536 }

    struct Outcome {
        var output: [UInt8]
        var error: GzipError?
    }

    func run(_ input: [UInt8]) -> Outcome {
        var inflater = GzipInflater()
        return run(input, with: &inflater)
    }

    func run(_ input: [UInt8], with inflater: inout GzipInflater) -> Outcome {
        var collected: [UInt8] = []
        var offset = 0
        do throws(GzipError) {
            repeat {
                let end = offset + min(max(inputSize(), 1), input.count - offset)
                var piece = Array(input[offset..<end])
                offset = end
                var needsInput = false
                while !needsInput {
                    var output = [UInt8](repeating: 0xEE, count: outputSize() + Self.guardSize)
                    let progress = try Self.step(&inflater, piece, into: &output)
                    collected += output[..<progress.produced]
                    // Bytes behind the room that was offered must stay as they were.
                    precondition(output.suffix(Self.guardSize).allSatisfy { $0 == 0xEE })
                    piece.removeFirst(progress.consumed)
                    needsInput = progress.needsInput
                    precondition(!needsInput || piece.isEmpty)
                }
            } while offset < input.count
            try inflater.finish()
        } catch {
            return Outcome(output: collected, error: error)
        }
        return Outcome(output: collected, error: nil)
    }

    private static let guardSize = 16

    private static func step(
        _ inflater: inout GzipInflater,
        _ piece: [UInt8],
        into output: inout [UInt8]
    ) throws(GzipError) -> GzipInflater.Progress {
        // Unsafe: the inflater's interface is raw buffers; these live for the call only.
        // `Array.withUnsafeBytes` forgets the error's type, so the closures return a result instead of throwing.
        let result = output.withUnsafeMutableBytes { room in
            piece.withUnsafeBytes { bytes in
                let offered = UnsafeMutableRawBufferPointer(rebasing: room.dropLast(guardSize))
                return Result { () throws(GzipError) in try inflater.inflate(from: bytes, into: offered) }
            }
        }
        return try result.get()
    }
}

/// Inflates all at once.
func inflated(_ input: [UInt8]) -> InflaterDriver.Outcome { InflaterDriver().run(input) }
