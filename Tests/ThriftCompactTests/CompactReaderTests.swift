import TestSupport
import Testing
import ThriftCompact

@Suite struct CompactReaderTests {
    private func read(_ bytes: [UInt8]) throws(ThriftError) -> [AnyField] {
        var reader = CompactReader(bytes: bytes)
        return try AnyValue.readStruct(from: &reader)
    }

    private func error(of bytes: [UInt8]) -> ThriftError.Code? {
        do throws(ThriftError) {
            _ = try read(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    // MARK: Valid data

    @Test func readsWhatTheWriterWrites() throws {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let fields = AnyValue.randomStruct(using: &generator)
            var writer = CompactWriter()
            AnyValue.writeStruct(fields, to: &writer)
            var reader = CompactReader(bytes: writer.bytes)
            #expect(try AnyValue.readStruct(from: &reader) == fields, "seed \(seed)")
            #expect(reader.position == writer.bytes.count)
        }
    }

    @Test func readsInsideItsRangeOnly() throws {
        let bytes: [UInt8] = [0xFF, 0x15, 0x02, 0x00, 0xFF]
        var reader = CompactReader(bytes: bytes, range: 1..<4)
        #expect(try AnyValue.readStruct(from: &reader) == [AnyField(id: 1, value: .i32(1))])
        #expect(reader.position == 4)

        var short = CompactReader(bytes: bytes, range: 1..<3)
        #expect(throws: ThriftError(.truncated, at: 3)) { try AnyValue.readStruct(from: &short) }
        var outside = CompactReader(bytes: bytes, range: 9..<12)
        #expect(throws: ThriftError(.truncated, at: 5)) { try AnyValue.readStruct(from: &outside) }
    }

    @Test func booleanElementsMayBeZeroOneOrTwo() throws {
        for type: UInt8 in [1, 2] {
            var reader = CompactReader(bytes: [0x19, 0x30 | type, 0, 1, 2, 0])
            var values: [Bool] = []
            try reader.readStruct { reader, _ throws(ThriftError) in
                values = try reader.readList { reader throws(ThriftError) in try reader.readBool() }
            }
            #expect(values == [false, true, false])
        }
        #expect(error(of: [0x19, 0x11, 3, 0]) == .invalidBoolean(3))
    }

    @Test func setsReadAsLists() throws {
        #expect(try read([0x1A, 0x13, 7, 0]) == [AnyField(id: 1, value: .list(.i8, [.i8(7)]))])
    }

    @Test func stringsMustBeUTF8() throws {
        func string(_ bytes: [UInt8]) throws(ThriftError) -> String {
            var reader = CompactReader(bytes: [0x18, UInt8(bytes.count)] + bytes + [0])
            var value = ""
            try reader.readStruct { reader, _ throws(ThriftError) in value = try reader.readString() }
            return value
        }
        #expect(try string([0x61, 0xC3, 0xA9]) == "a\u{E9}")
        #expect(try string([0xEF, 0xBF, 0xBD]) == "\u{FFFD}")
        #expect(throws: ThriftError(.invalidUTF8, at: 2)) { try string([0x61, 0xC3]) }
    }

    @Test func skipsUnknownFieldsOfAllTypes() throws {
        let unknown: [[UInt8]] = [
            [0x11], [0x12],
            [0x13, 0xFF],
            [0x14, 0x80, 0x01], [0x15, 0x80, 0x01], [0x16, 0x80, 0x01],
            [0x17, 1, 2, 3, 4, 5, 6, 7, 8],
            [0x18, 3, 0, 0, 0],
            [0x19, 0x05], [0x19, 0x25, 1, 1], [0x19, 0x31, 0, 1, 2], [0x19, 0x1C, 0x11, 0x00],
            [0x19, 0x1D] + [UInt8](repeating: 0, count: 16),
            [0x1A, 0x18, 1, 0],
            [0x1B, 0x00], [0x1B, 0x02, 0x85, 1, 0x61, 2, 0, 4], [0x1B, 0x01, 0x1C, 0x02, 0x11, 0x00],
            [0x1C, 0x00], [0x1C, 0x1C, 0x18, 1, 0, 0x00, 0x13, 1, 0x00],
            [0x1D] + [UInt8](repeating: 0, count: 16),
        ]
        for field in unknown {
            var reader = CompactReader(bytes: field + [0x13, 42, 0x00])
            var known: Int8?
            try reader.readStruct { reader, id throws(ThriftError) in
                if id == 2 { known = try reader.readI8() }
            }
            #expect(known == 42, "\(field)")
            #expect(reader.position == field.count + 3)
        }
    }

    // MARK: Hostile data

    @Test func truncationIsAnErrorAtEveryByte() {
        for seed in 0..<60 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var writer = CompactWriter()
            AnyValue.writeStruct(AnyValue.randomStruct(depth: 2, using: &generator), to: &writer)
            for count in writer.bytes.indices {
                if error(of: Array(writer.bytes[..<count])) == nil {
                    Issue.record("seed \(seed): \(count) of \(writer.bytes.count) bytes gave no error")
                }
            }
        }
    }

    @Test func damagedBytesNeverCrash() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var writer = CompactWriter()
            AnyValue.writeStruct(AnyValue.randomStruct(depth: 2, using: &generator), to: &writer)
            var bytes = writer.bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            var reader = CompactReader(bytes: bytes)
            _ = try? AnyValue.readStruct(from: &reader)
            var skipping = CompactReader(bytes: bytes)
            _ = try? skipping.skip()
            #expect(reader.position <= bytes.count && skipping.position <= bytes.count)
        }
    }

    @Test func lengthsThatLieAreErrors() {
        let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
        let max: [UInt8] = [UInt8](repeating: 0xFF, count: 9) + [0x01]
        for length in [huge, max] {
            let value = length == huge ? UInt64(UInt32.max) : .max
            #expect(error(of: [0x18] + length + [1, 2, 3]) == .lengthOutOfBounds(value))
            #expect(error(of: [0x19, 0xF5] + length + [1, 2, 3]) == .lengthOutOfBounds(value))
            #expect(error(of: [0x19, 0xF1] + length + [1, 2, 3]) == .lengthOutOfBounds(value))
            var map = CompactReader(bytes: [0x1B] + length + [0x55, 1, 2])
            #expect(throws: ThriftError(.lengthOutOfBounds(value), at: 1)) { try map.skip() }
        }
        #expect(error(of: [0x19, 0xE5, 1, 2, 3]) == .lengthOutOfBounds(14))
        #expect(error(of: [0x18, 4, 1, 2, 3]) == .lengthOutOfBounds(4))
    }

    @Test func integersThatDoNotFitAreErrors() {
        // 2^32 zigzag does not fit an i32, 2^16 not an i16, and the tenth byte holds one bit.
        #expect(error(of: [0x15, 0x80, 0x80, 0x80, 0x80, 0x10, 0]) == .varintOverflow)
        #expect(error(of: [0x14, 0x80, 0x80, 0x04, 0]) == .varintOverflow)
        #expect(error(of: [0x16] + [UInt8](repeating: 0xFF, count: 9) + [0x02, 0]) == .varintOverflow)
        #expect(error(of: [0x16] + [UInt8](repeating: 0x80, count: 20)) == .varintOverflow)
        #expect(error(of: [0x16] + [UInt8](repeating: 0xFF, count: 9) + [0x01, 0]) == nil)
    }

    @Test func fieldHeadersAreChecked() {
        #expect(error(of: [0x1E, 0]) == .unknownType(14))
        #expect(error(of: [0x10, 0]) == .unknownType(0))
        #expect(error(of: [0x19, 0x1F, 0]) == .unknownType(15))
        // Identifier 32767, then one more.
        #expect(error(of: [0x03, 0xFE, 0xFF, 0x03, 0, 0x13, 0, 0]) == .fieldIDOverflow)
    }

    @Test func nestingIsLimited() {
        let limit = CompactReader.depthLimit
        func structs(_ count: Int) -> [UInt8] {
            [UInt8](repeating: 0x1C, count: count - 1) + [UInt8](repeating: 0, count: count)
        }
        #expect(error(of: structs(limit)) == nil)
        #expect(error(of: structs(limit + 1)) == .tooDeep)
        let lists = [0x19] + [UInt8](repeating: 0x19, count: 1_000_000)
        #expect(error(of: lists) == .tooDeep)
        var skipping = CompactReader(bytes: lists)
        #expect(throws: ThriftError(.tooDeep, at: limit)) { try skipping.skip() }
        // Maps of i8 to map.
        var maps = CompactReader(bytes: [0x1B] + Array(repeatElement([0x01, 0x3B, 0x00], count: 100).joined()))
        #expect(throws: ThriftError.self) { try maps.skip() }
    }

    @Test func anotherTypeThanExpectedIsAnError() {
        var reader = CompactReader(bytes: [0x16, 0x02, 0x00])
        #expect(throws: ThriftError(.unexpectedType(expected: .i32, found: .i64), at: 1)) {
            try reader.readStruct { reader, _ throws(ThriftError) in _ = try reader.readI32() }
        }
    }

    @Test func aValueIsReadOnce() {
        var reader = CompactReader(bytes: [0x13, 0x02, 0x13, 0x02, 0x00])
        #expect(throws: ThriftError(.unexpectedType(expected: .i8, found: nil), at: 2)) {
            try reader.readStruct { reader, _ throws(ThriftError) in
                _ = try reader.readI8()
                _ = try reader.readI8()
            }
        }
    }

    @Test func errorsDescribeThemselvesInOneLine() {
        #expect(ThriftError(.truncated, at: 3).description == "thrift: data ends inside a value at byte 3")
        #expect(
            ThriftError(.unexpectedType(expected: .i32, found: .list), at: 9).description
                == "thrift: expected i32, found list at byte 9"
        )
        #expect(
            ThriftError(.missingField("PageHeader.type"), at: 0).description
                == "thrift: required field PageHeader.type is missing at byte 0"
        )
    }
}
