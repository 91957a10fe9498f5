import Columnar
import Testing

@testable import Parquet

/// The bytes of every encoder for inputs that are written out here; compression is left to its libraries.
@Suite struct GoldenEncoderTests {
    /// What an encoder writes.
    private func bytes(_ encode: (ByteBuffer) -> Void) -> [UInt8] {
        let buffer = ByteBuffer()
        encode(buffer)
        return buffer.bytes
    }

    private func hybrid(_ values: [UInt32], width: Int) -> [UInt8] {
        bytes { buffer in
            var padded = values + [UInt32](repeating: .max, count: RLEBitPackingHybridEncoder.slack)
            padded.withUnsafeMutableBufferPointer { padded in
                guard let base = padded.baseAddress else { return }
                RLEBitPackingHybridEncoder.encode(base, count: values.count, width: width, into: buffer)
            }
        }
    }

    private func plain<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] {
        bytes { buffer in values.withUnsafeBufferPointer { PlainEncoder.encode($0, into: buffer) } }
    }

    private func deltas<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: [Value]) -> [UInt8] {
        bytes { buffer in values.withUnsafeBufferPointer { DeltaBinaryPackedEncoder.encode($0, into: buffer) } }
    }

    private func levels(_ presence: [UInt8]) -> [UInt8] {
        bytes { buffer in _ = presence.withUnsafeBufferPointer { DefinitionLevelEncoder.encode($0, into: buffer) } }
    }

    private func text(_ values: [String?]) -> StringColumn {
        let vector = ColumnVector(type: .string)
        for value in values { vector.append(value) }
        return StringColumn(taking: vector)
    }

    /// The places of the entries in the dictionary page, entry by entry.
    private func dictionaryOrder(_ values: [String?]) -> [UInt8] {
        let column = text(values)
        let dictionary = TextDictionary()
        dictionary.build(column)
        return (0..<column.entryCount).map { UInt8(truncatingIfNeeded: dictionary.places[$0 + 1].position) }
    }

    @Test func bytesOfEveryEncoder() throws {
        let texts = text(["", "a", "naïve", "😀", nil, "a"])
        let samples: [(name: String, bytes: [UInt8])] = [
            ("PLAIN int32 -2147483648 -1 0 1 2147483647", plain([Int32.min, -1, 0, 1, .max])),
            ("PLAIN int64 -9223372036854775808 -1 0 1 9223372036854775807", plain([Int64.min, -1, 0, 1, .max])),
            ("PLAIN double -inf -0 0 1.5 inf", plain([-Double.infinity, -0.0, 0, 1.5, .infinity])),
            (
                "PLAIN boolean 1 0 0 1 1 1 0 1 1",
                bytes { PlainEncoder.encode(booleans: [1, 0, 0, 1, 1, 1, 0, 1, 1], into: $0) }
            ),
            (
                "PLAIN text '' 'a' 'naïve' '😀'",
                bytes { PlainEncoder.encode(texts, count: texts.entryCount, into: $0) { $0 } }
            ),
            (
                "DELTA_LENGTH_BYTE_ARRAY text '' 'a' 'naïve' '😀' NULL 'a'",
                bytes { buffer in
                    texts.withIDs { DeltaLengthByteArrayEncoder.encode(texts, ids: $0, into: buffer) }
                }
            ),
            ("RLE width 1, 20 times 1", hybrid([UInt32](repeating: 1, count: 20), width: 1)),
            ("RLE width 1, 100 times 1", hybrid([UInt32](repeating: 1, count: 100), width: 1)),
            ("RLE width 3, 0 to 7", hybrid(Array(0...7), width: 3)),
            ("RLE width 3, 0 to 4", hybrid(Array(0...4), width: 3)),
            (
                "RLE width 9, 0 to 7, 40 times 300, 5",
                hybrid(Array(0...7) + [UInt32](repeating: 300, count: 40) + [5], width: 9)
            ),
            ("RLE width 32, 0 and 4294967295", hybrid([0, .max], width: 32)),
            ("RLE nothing", hybrid([], width: 4)),
            ("DELTA_BINARY_PACKED int32 nothing", deltas([Int32]())),
            ("DELTA_BINARY_PACKED int32 7", deltas([Int32(7)])),
            ("DELTA_BINARY_PACKED int64 1 2 3 4 5", deltas([Int64(1), 2, 3, 4, 5])),
            ("DELTA_BINARY_PACKED int64 7 5 3 1 2 3 4 5", deltas([Int64(7), 5, 3, 1, 2, 3, 4, 5])),
            ("DELTA_BINARY_PACKED int32 of both ends", deltas([Int32.min, .max, .min])),
            ("DELTA_BINARY_PACKED int64 of both ends", deltas([Int64.min, .max, .min])),
            ("DELTA_BINARY_PACKED int64 squares below 130", deltas((0..<130).map { Int64($0 * $0) })),
            ("definition levels 1 1 1", levels([1, 1, 1])),
            ("definition levels 0 0 0", levels([0, 0, 0])),
            ("definition levels 1 0 1 1 0 0 0 1 1 0", levels([1, 0, 1, 1, 0, 0, 0, 1, 1, 0])),
            (
                "definition levels, 300 times 1",
                bytes { DefinitionLevelEncoder.encode(repeating: 1, count: 300, into: $0) }
            ),
            ("dictionary places of d a c b b a b b", dictionaryOrder(["d", "a", "c", "b", "b", "a", "b", "b"])),
            ("bloom filter '' 'a' 'naïve' '😀'", BloomFilterBuilder.filter(of: texts, falsePositiveRate: 0.01).bytes),
        ]
        let lines = samples.map { "\($0.name)\n    \($0.bytes.isEmpty ? "nothing" : Golden.hex($0.bytes))\n" }
        try Golden.expect(lines.joined(), equals: "encoders.txt")
    }
}
