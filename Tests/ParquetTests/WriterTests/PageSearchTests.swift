import Columnar
import TestSupport
import Testing
import ThriftCompact

@testable import Parquet

/// Pages that repeat and pages that do not, through the search that suits them.
@Suite struct PageSearchTests {
    /// What a page is made of.
    ///
    /// Bytes of one kind are not as frequent as those of another: pages that begin to repeat are unlike those before.
    enum Kind: CaseIterable {
        /// A few stretches, again and again.
        case repeating
        /// Few bytes, some of which are more frequent, in no order: what repeats does so by chance.
        case skewed
        /// Numbers that rise.
        case rising
    }

    private func page(_ kind: Kind, _ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        func skewed(_ count: Int, _ limit: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8(random.below(1 + random.below(limit))) }
        }
        let stretches = (0..<4).map { _ in skewed(40, 64) }
        var bytes: [UInt8] = []
        var number = 0
        while bytes.count < count {
            switch kind {
            case .repeating: bytes += random.pick(stretches)
            case .skewed: bytes += skewed(40, 4)
            case .rising:
                number += random.below(2)
                bytes += [UInt8(number & 0xFF), UInt8(number >> 8), 0, 0]
            }
        }
        return Array(bytes.prefix(count))
    }

    private func compressed(
        _ page: [UInt8],
        _ search: PageSearch,
        _ compressor: PageCompressor
    ) throws -> [UInt8] {
        let (source, target) = (ByteBuffer(), ByteBuffer())
        source.append(contentsOf: page)
        let size = try compressor.compress(source, looksFor: search, into: target)
        #expect(size == target.count)
        return target.bytes
    }

    private func inflated(_ bytes: [UInt8], _ codec: CompressionCodec, size: Int) throws -> [UInt8] {
        var target: [UInt8] = []
        try PageDecompressor(codec: codec).decompress(bytes, 0..<bytes.count, size: size, into: &target)
        return target
    }

    /// One after the other, from one compressor: a search is not what the page before was searched with.
    @Test(arguments: [nil, 1, 2]) func eachSearchHasItsPages(_ level: Int?) throws {
        var random = SeededGenerator(seed: 71)
        let compressor = try PageCompressor(codec: .zstd, level: level)
        #expect(compressor.searchesDiffer)
        for _ in 0..<3 {
            for kind in Kind.allCases {
                let page = page(kind, 20_000, &random)
                let matches = try compressed(page, .matches, compressor)
                let frequencies = try compressed(page, .frequencies, compressor)
                #expect(try inflated(matches, .zstd, size: page.count) == page)
                #expect(try inflated(frequencies, .zstd, size: page.count) == page)
                #expect(kind == .skewed ? frequencies.count < matches.count : matches.count < frequencies.count)
                // Bytes are coded although nothing was found.
                #expect(frequencies.count < page.count * 7 / 8)
                #expect(try compressed(page, .matches, compressor) == matches)
            }
        }
    }

    @Test(arguments: [(.zstd, 3), (.zstd, 0), (.gzip, nil), (.uncompressed, nil)] as [(CompressionCodec, Int?)])
    func othersHaveOneSearch(_ codec: CompressionCodec, _ level: Int?) throws {
        var random = SeededGenerator(seed: 72)
        let compressor = try PageCompressor(codec: codec, level: level)
        #expect(!compressor.searchesDiffer)
        for kind in Kind.allCases {
            let page = page(kind, 9000, &random)
            #expect(try compressed(page, .matches, compressor) == compressed(page, .frequencies, compressor))
        }
    }

    // MARK: Chunks

    /// The pages of a chunk as they are stored, from a writer that has written others before.
    private func stored(_ pages: [[UInt8]], after others: [[UInt8]] = []) throws -> [[UInt8]] {
        var options = ParquetWriterOptions()
        options.dataPageRowLimit = pages[0].count
        let writer = try PageWriter(options: options)
        if !others.isEmpty { _ = try chunk(others, writer) }
        let chunk = try chunk(pages, writer)
        return try chunk.pages.map { page in
            var reader = CompactReader(bytes: chunk.body, range: page.offset..<page.offset + page.compressedPageSize)
            let header = try PageHeader(from: &reader)
            #expect(reader.position + Int(header.compressedPageSize) == page.offset + page.compressedPageSize)
            return Array(chunk.body[reader.position..<page.offset + page.compressedPageSize])
        }
    }

    private func chunk(_ pages: [[UInt8]], _ writer: PageWriter) throws -> EncodedColumnChunk {
        let rows = pages.reduce(0) { $0 + $1.count }
        writer.begin(ColumnDescriptor(name: "c", type: .int32, repetition: .required), rowCount: rows)
        // Encoded with a dictionary that is left out: such a chunk is compressed in any case.
        try writer.writeDataPages(encoding: .rleDictionary, width: 1) { rows, buffer in
            buffer.append(contentsOf: pages[rows.lowerBound / pages[0].count])
            return PageSummary(nullCount: 0, bounds: nil)
        }
        let chunk = writer.finish(nullCount: 0, bounds: nil, unencodedByteArrayBytes: nil, bloomFilter: nil)
        #expect(chunk.pages.count == pages.count)
        return chunk
    }

    private func check(_ kinds: [Kind], _ size: Int) throws {
        var random = SeededGenerator(seed: UInt64(kinds.count))
        try check(kinds.map { page($0, size, &random) })
    }

    private func check(_ pages: [[UInt8]]) throws {
        let stored = try stored(pages)
        for (page, bytes) in zip(pages, stored) { #expect(try inflated(bytes, .zstd, size: page.count) == page) }
        let compressor = try PageCompressor(codec: .zstd, level: nil)
        let matches = try pages.reduce(0) { try $0 + compressed($1, .matches, compressor).count }
        let total = stored.reduce(0) { $0 + $1.count }
        #expect(total * 100 <= matches * 101, "\(total) rather than \(matches)")
    }

    @Test(arguments: Kind.allCases, Kind.allCases) func theSecondHalfIsOtherwise(_ first: Kind, _ second: Kind) throws {
        for count in [1, 2, 10, 17, 40] {
            let kinds = [Kind](repeating: first, count: count) + [Kind](repeating: second, count: count)
            try check(kinds, 8000)
        }
    }

    @Test(arguments: 0..<4) func anyPages(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for size in [4095, 4096, 20_000] { try check((0..<30).map { _ in random.pick(Kind.allCases) }, size) }
    }

    /// Pages of unlike kinds take the search that suits them.
    @Test func pagesThatDoNotRepeatAreSearchedForFrequencies() throws {
        var random = SeededGenerator(seed: 73)
        let compressor = try PageCompressor(codec: .zstd, level: nil)
        let pages = (0..<40).map { page($0 < 20 ? .skewed : .repeating, 8000, &random) }
        for (number, (page, bytes)) in zip(pages, try stored(pages)).enumerated() {
            #expect(bytes == (try compressed(page, number < 20 ? .frequencies : .matches, compressor)), "\(number)")
        }
    }

    /// What was better in one chunk says nothing about the next.
    @Test func everyChunkIsTried() throws {
        var random = SeededGenerator(seed: 75)
        let others = (0..<3).map { _ in page(.skewed, 8000, &random) }
        // As frequent as before, but in an order that comes again.
        let pages = others.map { page in (0..<10).flatMap { _ in page.prefix(800) } }
        let stored = try stored(pages, after: others)
        #expect(stored == (try self.stored(pages)))
        #expect(stored.allSatisfy { $0.count < 1000 })
    }

    /// Pages that begin to repeat bytes which are as frequent as before: one of four is looked at.
    @Test func repeatsThatFrequenciesDoNotShow() throws {
        var random = SeededGenerator(seed: 76)
        let skewed = (0..<20).map { _ in page(.skewed, 8000, &random) }
        let repeats = skewed[..<10] + skewed[10...].map { page in (0..<10).flatMap { _ in page.prefix(800) } }
        #expect(try stored(Array(repeats))[14...].allSatisfy { $0.count < 1000 })
        // Of bytes that are all as frequent, pages are stored as they are until a stretch repeats.
        let stretches = (0..<64).map { _ in random.bytes(40) }
        let even = (0..<40).map { number in
            number < 2 ? random.bytes(20_000) : (0..<500).flatMap { _ in random.pick(stretches) }
        }
        try check(even)
    }

    // MARK: Files

    /// Texts that come in the same order again, and then in none; and the other way round.
    @Test(arguments: [false, true], [DataPageVersion.v1, .v2]) func filesAreReadBack(
        _ repeatsFirst: Bool,
        _ version: DataPageVersion
    ) async throws {
        var random = SeededGenerator(seed: 74)
        var options = ParquetWriterOptions()
        options.dataPageRowLimit = 5000
        options.dataPageVersion = version
        let texts = (0..<60_000).map { row -> String? in
            if random.oneIn(500) { return nil }
            return "10.0.0.\((row < 30_000) == repeatsFirst ? row % 1000 : random.below(1 + random.below(1000)))"
        }
        let vector = ColumnVector(type: .string)
        let numbers = ColumnVector(type: .int32)
        for (row, text) in texts.enumerated() {
            vector.append(text)
            numbers.append(text.map { Int32($0.utf8.reduce(row % 2) { $0 * 7 + Int($1) } % 3000) })
        }
        let schema = [ColumnDescriptor(name: "t", type: .string), ColumnDescriptor(name: "n", type: .int32)]
        let encoder = try ColumnChunkEncoder(options: options)
        let expected = (0..<texts.count).map { numbers.integer(at: $0) }
        var writer = ParquetFileWriter(schema: schema, options: options)
        var bytes = writer.begin()
        bytes += try writer.append(rowGroup: [vector, numbers], encoder: encoder)
        bytes += writer.finish()
        let rows = try await SampleFile.rows(bytes)
        #expect(rows.map { $0[0] } == texts.map { $0.map { .text(Array($0.utf8)) } ?? .null })
        #expect(rows.map { $0[1] } == expected.map { $0.map { .integer($0) } ?? .null })
    }
}
