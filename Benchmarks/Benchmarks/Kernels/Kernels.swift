import Benchmark
import Columnar
import FlowLogs
import Gzip
import Parquet
import Workload

/// The kernels one by one, each over 100,000 lines or values, through what the library makes public.
let benchmarks: @Sendable () -> Void = {
    let lines = Lines(100_000)
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock],
        warmupIterations: 3,
        maxDuration: .seconds(3)
    )

    Benchmark("inflate") { benchmark in
        let object = lines.object
        benchmark.startMeasurement()
        blackHole(try Pass(object, upTo: .inflate).bytes)
    }

    Benchmark("delimiter index") { benchmark in
        let blocks = lines.blocks()
        let parser = RecordParser()
        parser.beginObject()
        benchmark.startMeasurement()
        for block in blocks { parser.begin(block) }
        benchmark.stopMeasurement()
        blackHole(parser)
    }

    Benchmark("index and integer kernel, bytes") { benchmark in
        try parse(lines.only("bytes").blocks(), benchmark)
    }

    Benchmark("interning, addresses, all new") { benchmark in
        let tokens = TokenText(lines.values(of: "srcaddr"))
        let dictionary = ByteArrayDictionary()
        benchmark.startMeasurement()
        blackHole(tokens.intern(into: dictionary))
    }

    Benchmark("interning, addresses, all known") { benchmark in
        let tokens = TokenText(lines.values(of: "srcaddr"))
        let dictionary = ByteArrayDictionary()
        blackHole(tokens.intern(into: dictionary))
        benchmark.startMeasurement()
        blackHole(tokens.intern(into: dictionary))
    }

    Benchmark("index and all kernels, whole lines") { benchmark in
        try parse(lines.blocks(), benchmark)
    }

    Benchmark("dictionary encoding, addresses") { benchmark in
        try encode(text(lines.values(of: "srcaddr")), .string, .uncompressed, benchmark)
    }

    Benchmark("delta encoding, start") { benchmark in
        try encode(.values(integers(lines.values(of: "start"))), .int64, .uncompressed, benchmark)
    }

    Benchmark("page writing, addresses, zstd") { benchmark in
        try encode(text(lines.values(of: "srcaddr")), .string, .zstd, benchmark)
    }

    Benchmark("page writing, bytes, zstd") { benchmark in
        try encode(.values(integers(lines.values(of: "bytes"))), .int64, .zstd, benchmark)
    }
}

private func parse(_ blocks: [TextBlock], _ benchmark: Benchmark) throws {
    let parser = RecordParser()
    parser.beginObject()
    var rows = 0
    benchmark.startMeasurement()
    for block in blocks {
        parser.begin(block)
        while let batch = try parser.nextBatch() { rows += batch.count }
    }
    benchmark.stopMeasurement()
    blackHole(rows)
}

private func encode(
    _ source: ColumnChunkSource,
    _ type: ColumnType,
    _ codec: CompressionCodec,
    _ benchmark: Benchmark
) throws {
    var options = ParquetWriterOptions()
    options.compression = codec
    let encoder = try ColumnChunkEncoder(options: options)
    let descriptor = ColumnDescriptor(name: "column", type: type)
    benchmark.startMeasurement()
    blackHole(try encoder.encode(source, as: descriptor))
}

private func text(_ values: [[UInt8]]) -> ColumnChunkSource {
    let vector = ColumnVector(type: .string)
    for value in values { vector.append(String(decoding: value, as: UTF8.self)) }
    return ColumnChunkSource(taking: vector)
}

private func integers(_ values: [[UInt8]]) -> ColumnVector {
    let vector = ColumnVector(type: .int64)
    for value in values { vector.append(Int64(String(decoding: value, as: UTF8.self))) }
    return vector
}
