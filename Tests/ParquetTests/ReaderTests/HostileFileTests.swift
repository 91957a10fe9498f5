import Testing

@testable import Parquet

@Suite("Reader: damaged and hostile files")
struct HostileFileTests {
    private static func small(_ codec: CompressionCodec) -> SampleFile {
        var file = SampleFile()
        file.rows = 12
        file.rowsPerGroup = 12
        file.options.compression = codec
        file.options.bloomFilterColumns = ["many"]
        return file
    }

    private static let predicate = Predicate([
        Predicate.Term("many", .equal, .text("eni-\(UInt64(7) &* 0x9E37_79B9_7F4A_7C15)")),
        Predicate.Term("rising", .greaterOrEqual, .integer(0)),
    ])

    @Test("A file that is cut anywhere is an error")
    func truncation() async throws {
        let bytes = try Self.small(.zstd).bytes()
        for length in 0..<bytes.count {
            await #expect(throws: ParquetError.self, "cut to \(length)") {
                try await SampleFile.rows(Array(bytes[..<length]))
            }
        }
    }

    @Test("A flipped bit is an error or leaves the file readable", arguments: [CompressionCodec.zstd])
    func bitFlips(codec: CompressionCodec) async throws {
        let file = Self.small(codec)
        let bytes = try file.bytes()
        let bodies = try await Self.pageBodies(bytes)
        for place in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                let rows = try? await SampleFile.rows(damaged)
                // Checksums cover the pages; nothing in the format covers headers and footer.
                if bodies.contains(where: { $0.contains(place) }) { #expect(rows == nil, "byte \(place), bit \(bit)") }
                _ = try? await SampleFile.rows(damaged, columns: [0], where: Self.predicate)
            }
        }
    }

    /// Where the pages' bytes are, headers left out.
    private static func pageBodies(_ bytes: [UInt8]) async throws -> [Range<Int>] {
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        var bodies: [Range<Int>] = []
        for chunk in reader.metaData.rowGroups.flatMap(\.columns) {
            guard let metaData = chunk.metaData else { continue }
            let range = try metaData.byteRange(fileSize: bytes.count)
            let input = ChunkInput(source: reader.source, range: range)
            var pages = try PageReader(input: input, codec: metaData.codec)
            while !pages.isAtEnd {
                let header = try await pages.readHeader()
                bodies.append(pages.position..<(pages.position + Int(header.compressedPageSize)))
                pages.skipBody(header)
            }
        }
        return bodies
    }

    @Test("Without checksums the decoders see the damage, and do not trap", arguments: [1 << 20, 1])
    func byteValues(dictionaryLimit: Int) async throws {
        var file = Self.small(.uncompressed)
        file.options.writesPageChecksums = false
        file.options.dictionaryPageSizeLimitInBytes = dictionaryLimit
        let bytes = try file.bytes()
        for place in bytes.indices {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = value
                _ = try? await SampleFile.rows(damaged)
                _ = try? await SampleFile.rows(damaged, columns: [0], where: Self.predicate)
            }
        }
    }

    @Test(
        "A page that announces more than its bytes can hold gets no memory",
        arguments: [CompressionCodec.zstd, .gzip]
    )
    func lyingPageSize(codec: CompressionCodec) throws {
        let decompressor = try PageDecompressor(codec: codec)
        var target: [UInt8] = []
        for size in [-1, 1 << 20, PageDecompressor.sizeLimit, PageDecompressor.sizeLimit + 1, Int(Int32.max)] {
            #expect(throws: ParquetError.self) {
                try decompressor.decompress([0x28, 0xB5, 0x2F, 0xFD], 0..<4, size: size, into: &target)
            }
        }
    }

    @Test("A frame that announces terabytes is an error")
    func lyingFrame() throws {
        // Magic, a descriptor that says that eight bytes of content size follow, and the size.
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0x01, 0, 0]
        var target: [UInt8] = []
        let decompressor = try PageDecompressor(codec: .zstd)
        #expect(throws: ParquetError.self) {
            try decompressor.decompress(frame, frame.indices, size: 1 << 17, into: &target)
        }
    }
}
