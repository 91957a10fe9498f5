import Testing
import ThriftCompact

/// Bytes worked out by hand from thrift-compact-protocol.md.
@Suite struct CompactWriterTests {
    private func bytes(_ body: (inout CompactWriter) -> Void) -> [UInt8] {
        var writer = CompactWriter()
        writer.writeStruct(body)
        return writer.bytes
    }

    @Test func emptyStructIsOneStopByte() {
        #expect(bytes { _ in } == [0x00])
    }

    @Test func integersAreZigzagVarints() {
        #expect(bytes { $0.field(1, i32: 0) } == [0x15, 0x00, 0x00])
        #expect(bytes { $0.field(1, i32: -1) } == [0x15, 0x01, 0x00])
        #expect(bytes { $0.field(1, i32: 1) } == [0x15, 0x02, 0x00])
        // 50399 of the specification is a plain varint: zigzag(-25200) = 50399.
        #expect(bytes { $0.field(1, i32: -25200) } == [0x15, 0xDF, 0x89, 0x03, 0x00])
        #expect(bytes { $0.field(1, i32: .max) } == [0x15, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0x00])
        #expect(bytes { $0.field(1, i32: .min) } == [0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00])
        #expect(bytes { $0.field(1, i16: 64) } == [0x14, 0x80, 0x01, 0x00])
        #expect(bytes { $0.field(1, i8: -2) } == [0x13, 0xFE, 0x00])
        #expect(bytes { $0.field(1, i64: .min) } == [0x16] + [UInt8](repeating: 0xFF, count: 9) + [0x01, 0x00])
    }

    @Test func fieldIdentifiersAreDeltas() {
        #expect(bytes { $0.field(15, i8: 0) } == [0xF3, 0x00, 0x00])
        #expect(bytes { $0.field(16, i8: 0) } == [0x03, 0x20, 0x00, 0x00])
        #expect(bytes { $0.field(-1, i8: 0) } == [0x03, 0x01, 0x00, 0x00])
        #expect(
            bytes {
                $0.field(20, i8: 1)
                $0.field(21, i8: 2)
                $0.field(5, i8: 3)
                $0.field(5, i8: 4)
            } == [0x03, 0x28, 0x01, 0x13, 0x02, 0x03, 0x0A, 0x03, 0x03, 0x0A, 0x04, 0x00]
        )
    }

    @Test func booleanFieldsLiveInTheType() {
        #expect(
            bytes {
                $0.field(1, bool: true)
                $0.field(2, bool: false)
            } == [0x11, 0x12, 0x00]
        )
    }

    @Test func doublesAreLittleEndian() {
        #expect(bytes { $0.field(1, double: 1) } == [0x17, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x00])
    }

    @Test func binaryAndStringHaveALength() {
        #expect(bytes { $0.field(1, binary: []) } == [0x18, 0x00, 0x00])
        #expect(bytes { $0.field(1, string: "\u{E9}") } == [0x18, 0x02, 0xC3, 0xA9, 0x00])
        let long = [UInt8](repeating: 7, count: 200)
        #expect(bytes { $0.field(1, binary: long) } == [0x18, 0xC8, 0x01] + long + [0x00])
    }

    @Test func nestedStructStartsItsOwnDeltas() {
        let written = bytes { writer in
            writer.field(7, i8: 1)
            writer.field(8) { $0.field(1, i8: 2) }
            writer.field(9, i8: 3)
        }
        #expect(written == [0x73, 0x01, 0x1C, 0x13, 0x02, 0x00, 0x13, 0x03, 0x00])
    }

    @Test func listsHaveShortAndLongHeaders() {
        func list(_ count: Int) -> [UInt8] {
            bytes { writer in
                writer.field(1, listOf: .i32, count: count) { writer in
                    for _ in 0..<count { writer.elementI32(-1) }
                }
            }
        }
        #expect(list(0) == [0x19, 0x05, 0x00])
        #expect(list(14) == [0x19, 0xE5] + [UInt8](repeating: 1, count: 14) + [0x00])
        #expect(list(15) == [0x19, 0xF5, 0x0F] + [UInt8](repeating: 1, count: 15) + [0x00])
        #expect(list(300) == [0x19, 0xF5, 0xAC, 0x02] + [UInt8](repeating: 1, count: 300) + [0x00])
    }

    @Test func booleanElementsAreOneAndTwo() {
        let written = bytes { writer in
            writer.field(1, listOf: .booleanTrue, count: 2) { writer in
                writer.elementBool(true)
                writer.elementBool(false)
            }
        }
        #expect(written == [0x19, 0x21, 0x01, 0x02, 0x00])
    }

    @Test func nilWritesNothing() {
        #expect(
            bytes {
                $0.field(1, i8: nil)
                $0.field(2, i16: nil)
                $0.field(3, i32: nil)
                $0.field(4, i64: nil)
                $0.field(5, bool: nil)
                $0.field(6, double: nil)
                $0.field(7, binary: nil)
                $0.field(8, string: nil)
                $0.field(9, i8: 5)
            } == [0x93, 0x05, 0x00]
        )
    }
}
