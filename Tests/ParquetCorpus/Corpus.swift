import Columnar
import Parquet

/// All files of the corpus.
enum Corpus {
    static var files: [CorpusFile] {
        matrix + pagesOfVersion2 + required + rowCounts + encodings + deltaLengths + extremes + texts + layouts
            + bloomFilters + orders
    }

    private static func options(_ change: (inout ParquetWriterOptions) -> Void) -> ParquetWriterOptions {
        var options = ParquetWriterOptions()
        change(&options)
        return options
    }

    /// A number that looks drawn by lot and is the same each time (the finalizer of SplitMix64).
    private static func scramble(_ number: Int) -> UInt64 {
        var mixed = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The value of a row in a column of any type; no two rows have the same, but for truth values.
    private static func cell(_ type: ColumnType, _ row: Int) -> Cell {
        switch type {
        case .int32: .int32(Int32(truncatingIfNeeded: scramble(row)))
        case .int64: .int64(Int64(bitPattern: scramble(row)))
        case .timestampMillis: .int64(1_763_935_200_000 + Int64(scramble(row) % 10_000_000) * 64 + Int64(row % 64))
        case .double: .double(Double(scramble(row) >> 12) / 1024 - 1e12)
        case .boolean: .boolean(scramble(row) & 1 == 1)
        case .string: .text("value \(scramble(row))")
        }
    }

    private static func int64s(_ values: [Int64], encoding: String? = nil) -> [CorpusFile.Column] {
        [CorpusFile.Column(type: .int64, cells: values.map { .int64($0) }, encoding: encoding)]
    }

    private static func int32s(_ values: [Int32], encoding: String? = nil) -> [CorpusFile.Column] {
        [CorpusFile.Column(type: .int32, cells: values.map { .int32($0) }, encoding: encoding)]
    }

    private static func texts(_ values: [String?], encoding: String? = nil) -> [CorpusFile.Column] {
        [CorpusFile.Column(type: .string, cells: values.map { $0.map { .text($0) } ?? .null }, encoding: encoding)]
    }

    // MARK: Types × codecs × nulls

    private static var matrix: [CorpusFile] {
        var files: [CorpusFile] = []
        for type in ColumnType.allCases {
            for codec in [CompressionCodec.zstd, .gzip, .uncompressed] {
                for nulls in ["none", "some", "all"] {
                    let cells = (0..<1000).map { row -> Cell in
                        switch nulls {
                        case "all": return .null
                        case "some" where row % 7 == 3 || (200..<300).contains(row): return .null
                        default: return cell(type, row % 300 < 150 ? row : row % 10)
                        }
                    }
                    files.append(
                        CorpusFile(
                            name: "\(type.rawValue)-\(codec.description.lowercased())-\(nulls)-null",
                            columns: [CorpusFile.Column(type: type, cells: cells)],
                            options: options {
                                $0.compression = codec
                                $0.dataPageRowLimit = 100
                            }
                        )
                    )
                }
            }
        }
        return files
    }

    // MARK: Page version × types × codecs

    private static var pagesOfVersion2: [CorpusFile] {
        ColumnType.allCases.flatMap { type in
            [CompressionCodec.zstd, .gzip, .uncompressed].map { codec in
                let cells = (0..<1000).map { row -> Cell in
                    row % 7 == 3 || (200..<300).contains(row) ? .null : cell(type, row % 300 < 150 ? row : row % 10)
                }
                return CorpusFile(
                    name: "v2-\(type.rawValue)-\(codec.description.lowercased())",
                    columns: [CorpusFile.Column(type: type, cells: cells)],
                    options: options {
                        $0.compression = codec
                        $0.dataPageRowLimit = 100
                        $0.dataPageVersion = .v2
                    }
                )
            }
        }
    }

    // MARK: Columns without NULL

    private static var required: [CorpusFile] {
        var files = ColumnType.allCases.flatMap { type in
            [DataPageVersion.v1, .v2].map { version in
                let cells = (0..<1000).map { cell(type, $0 % 300 < 150 ? $0 : $0 % 10) }
                return CorpusFile(
                    name: "required-\(type.rawValue)-\(version)",
                    columns: [CorpusFile.Column(type: type, cells: cells, isRequired: true)],
                    options: options {
                        $0.dataPageRowLimit = 100
                        $0.dataPageVersion = version
                    }
                )
            }
        }
        for codec in [CompressionCodec.gzip, .uncompressed] {
            files.append(
                CorpusFile(
                    name: "required-beside-optional-\(codec.description.lowercased())",
                    columns: [
                        CorpusFile.Column(name: "key", type: .string, cells: (0..<90).map { cell(.string, $0 % 9) }),
                        CorpusFile.Column(
                            name: "n",
                            type: .int64,
                            cells: (0..<90).map { .int64($0) },
                            isRequired: true
                        ),
                        CorpusFile.Column(name: "none", type: .int32, cells: (0..<90).map { _ in .null }),
                        CorpusFile.Column(
                            name: "text",
                            type: .string,
                            cells: (0..<90).map { cell(.string, $0) },
                            isRequired: true
                        ),
                    ],
                    rowsPerGroup: 40,
                    options: options {
                        $0.compression = codec
                        $0.bloomFilterColumns = ["key", "text"]
                    }
                )
            )
        }
        files.append(
            CorpusFile(
                name: "required-no-row-groups",
                columns: [CorpusFile.Column(type: .int64, cells: [], isRequired: true)]
            )
        )
        return files
    }

    // MARK: DELTA_LENGTH_BYTE_ARRAY

    private static var deltaLengths: [CorpusFile] {
        func file(
            _ name: String,
            _ values: [String?],
            encoding: String = "DELTA_LENGTH_BYTE_ARRAY",
            isRequired: Bool = false,
            _ change: (inout ParquetWriterOptions) -> Void = { _ in }
        ) -> CorpusFile {
            var columns = texts(values, encoding: encoding)
            columns[0].isRequired = isRequired
            return CorpusFile(
                name: "delta-length-\(name)",
                columns: columns,
                options: options {
                    $0.usesDeltaLengthByteArray = true
                    change(&$0)
                }
            )
        }
        let words = (0..<3000).map { "naïve \(scramble($0))".dropLast(Int(scramble($0) % 12)) }.map(String.init)
        let some = words.enumerated().map { row, word in row % 7 == 3 || (500..<800).contains(row) ? nil : word }
        let long = String(repeating: "0123456789abcdef", count: 4096)
        return [
            file("zstd", words),
            file("gzip", words) { $0.compression = .gzip },
            file("uncompressed", words) { $0.compression = .uncompressed },
            file("nulls", some) { $0.dataPageRowLimit = 100 },
            file("nulls-v2", some) { ($0.dataPageRowLimit, $0.dataPageVersion) = (100, .v2) },
            file("required", words, isRequired: true) { $0.dataPageRowLimit = 129 },
            file("required-v2", words, isRequired: true) { $0.dataPageVersion = .v2 },
            file("empty-texts", words.map { $0.count % 3 == 0 ? "" : $0 }) { $0.compression = .uncompressed },
            file("64-kib", (0..<20).map { "\($0)" + long.dropLast($0 * 100) }) { $0.compression = .uncompressed },
            // A dictionary that pays is still one.
            file("dictionary", words.indices.map { words[$0 % 20] }, encoding: "RLE_DICTIONARY"),
        ]
    }

    // MARK: How many rows, how many values

    private static func everyType(_ cells: (ColumnType) -> [Cell]) -> [CorpusFile.Column] {
        ColumnType.allCases.map { CorpusFile.Column(name: "c_\($0.rawValue)", type: $0, cells: cells($0)) }
    }

    private static var rowCounts: [CorpusFile] {
        [
            CorpusFile(name: "no-row-groups", columns: everyType { _ in [] }),
            CorpusFile(name: "row-group-without-rows", columns: everyType { _ in [] }, hasEmptyGroup: true),
            CorpusFile(name: "one-row", columns: everyType { [cell($0, 1)] }),
            CorpusFile(name: "one-null-row", columns: everyType { _ in [.null] }),
            CorpusFile(name: "eight-rows", columns: everyType { type in (0..<8).map { cell(type, $0) } }),
            CorpusFile(name: "nine-rows", columns: everyType { type in (0..<9).map { cell(type, $0) } }),
            CorpusFile(name: "all-distinct", columns: everyType { type in (0..<5000).map { cell(type, $0) } }),
            CorpusFile(name: "one-value", columns: everyType { type in (0..<5000).map { _ in cell(type, 1) } }),
            CorpusFile(
                name: "one-value-and-nulls",
                columns: everyType { type in (0..<5000).map { $0 % 3 == 0 ? .null : cell(type, 1) } }
            ),
            CorpusFile(
                name: "one-value-at-the-end",
                columns: everyType { type in (0..<5000).map { $0 < 4999 ? .null : cell(type, 1) } }
            ),
            CorpusFile(
                name: "many-columns",
                columns: (0..<300).map { column in
                    let type = ColumnType.allCases[column % ColumnType.allCases.count]
                    return CorpusFile.Column(name: "column \(column)", type: type, cells: [cell(type, column), .null])
                }
            ),
        ]
    }

    // MARK: Encodings

    private static var encodings: [CorpusFile] {
        var files = [
            CorpusFile(
                name: "dictionary-larger-than-its-page-string",
                columns: texts((0..<4000).map { "repeated text \($0 % 400)" }, encoding: "PLAIN"),
                options: options { $0.dictionaryPageSizeLimitInBytes = 1024 }
            ),
            CorpusFile(
                name: "dictionary-larger-than-its-page-int64",
                columns: int64s((0..<4000).map { Int64(bitPattern: scramble($0 % 400)) }, encoding: "PLAIN"),
                options: options { $0.dictionaryPageSizeLimitInBytes = 1024 }
            ),
            CorpusFile(
                name: "plain-int64",
                columns: int64s((0..<4000).map { Int64(bitPattern: scramble($0)) }, encoding: "PLAIN"),
                options: options { $0.dataPageSizeLimitInBytes = 4000 }
            ),
            CorpusFile(
                name: "delta-int64",
                columns: int64s((0..<4000).map { 1_763_935_200 + Int64($0) * 17 }, encoding: "DELTA_BINARY_PACKED")
            ),
            CorpusFile(
                name: "delta-int32",
                columns: int32s(
                    (0..<4001).map { 100_000 - Int32($0) * 9 + Int32(scramble($0) % 5) },
                    encoding: "DELTA_BINARY_PACKED"
                ),
                options: options { $0.dataPageRowLimit = 129 }
            ),
            CorpusFile(
                name: "delta-across-the-ends-int64",
                columns: int64s(
                    (0..<4000).map { Int64.max &- 2000 &+ Int64($0) },
                    encoding: "DELTA_BINARY_PACKED"
                )
            ),
            CorpusFile(
                name: "delta-across-the-ends-int32",
                columns: int32s((0..<4000).map { Int32.max &- 2000 &+ Int32($0) }, encoding: "DELTA_BINARY_PACKED")
            ),
            CorpusFile(
                name: "delta-with-nulls",
                columns: [
                    CorpusFile.Column(
                        type: .timestampMillis,
                        cells: (0..<4000).map { $0 % 11 == 0 ? .null : .int64(1_763_935_200_000 + Int64($0) * 250) },
                        encoding: "DELTA_BINARY_PACKED"
                    )
                ],
                options: options { $0.dataPageRowLimit = 500 }
            ),
        ]
        // Bit widths of dictionary indices, with runs and without.
        for entries in [2, 3, 5, 17, 129, 257] {
            files.append(
                CorpusFile(
                    name: "dictionary-of-\(entries)",
                    columns: [
                        CorpusFile.Column(
                            name: "mixed",
                            type: .string,
                            cells: (0..<5000).map { .text("entry \(scramble($0) % UInt64(entries))") },
                            encoding: "RLE_DICTIONARY"
                        ),
                        CorpusFile.Column(
                            name: "runs",
                            type: .string,
                            cells: (0..<5000).map { .text("entry \($0 / 40 % entries)") },
                            encoding: "RLE_DICTIONARY"
                        ),
                        CorpusFile.Column(
                            name: "both",
                            type: .int64,
                            cells: (0..<5000).map {
                                .int64(Int64(bitPattern: scramble($0 % 700 < 300 ? 0 : $0 % entries)))
                            },
                            encoding: "RLE_DICTIONARY"
                        ),
                    ],
                    options: options { $0.dataPageRowLimit = 1000 }
                )
            )
        }
        return files
    }

    // MARK: Ends of types

    private static var extremes: [CorpusFile] {
        let doubles: [Double] = [
            -.infinity, -.greatestFiniteMagnitude, -1, -.leastNormalMagnitude, -.leastNonzeroMagnitude, -0.0, 0.0,
            .leastNonzeroMagnitude, .leastNormalMagnitude, 1, .greatestFiniteMagnitude, .infinity,
        ]
        func column(_ values: [Double]) -> [CorpusFile.Column] {
            [CorpusFile.Column(type: .double, cells: values.map { .double($0) })]
        }
        func times(_ values: [Int64]) -> [CorpusFile.Column] {
            [CorpusFile.Column(type: .timestampMillis, cells: values.map { .int64($0) })]
        }
        return [
            CorpusFile(name: "ends-int32", columns: int32s([.min, .min + 1, -1, 0, 1, .max - 1, .max])),
            CorpusFile(name: "ends-int64", columns: int64s([.min, .min + 1, -1, 0, 1, .max - 1, .max])),
            CorpusFile(
                name: "ends-int64-alternating",
                columns: int64s((0..<2000).map { $0 % 2 == 0 ? .min + Int64($0) : .max - Int64($0) })
            ),
            CorpusFile(name: "ends-double", columns: column(doubles)),
            CorpusFile(name: "double-nan-among-values", columns: column([1, .nan, -1, .nan, 2])),
            CorpusFile(name: "double-nan-only", columns: column([.nan, .nan])),
            CorpusFile(
                name: "double-nan-in-one-page",
                columns: column((0..<300).map { $0 == 150 ? .nan : Double($0) }),
                options: options { $0.dataPageRowLimit = 100 }
            ),
            CorpusFile(name: "double-negative-zero", columns: column([-0.0, -0.0])),
            CorpusFile(name: "double-positive-zero", columns: column([0.0, 0.0])),
            // 0001-01-01 to 9999-12-31, the years that every reader has.
            CorpusFile(
                name: "ends-timestamp-years",
                columns: times([-62_135_596_800_000, -1, 0, 1, 253_402_300_799_999])
            ),
            CorpusFile(name: "ends-timestamp", columns: times([.min, -1, 0, 1, .max])),
        ]
    }

    // MARK: Text

    private static var texts: [CorpusFile] {
        let long = String(repeating: "0123456789abcdef", count: 4096)
        return [
            CorpusFile(
                name: "text-non-ascii",
                columns: texts([
                    "é", "日本語", "😀👩‍👩‍👧‍👦", "\u{7F}\u{80}\u{7FF}\u{800}", "\u{FFFF}\u{10000}\u{10FFFF}", "Z", nil,
                ])
            ),
            CorpusFile(name: "text-empty", columns: texts(["", "", "", ""])),
            CorpusFile(name: "text-empty-and-null", columns: texts((0..<1000).map { $0 % 2 == 0 ? nil : "" })),
            CorpusFile(
                name: "text-control-characters",
                columns: texts(["\u{0}", "a\u{0}b", "\n", "\r\n", "\t", "\"", "\\", "'", ",", "\u{1}"])
            ),
            CorpusFile(name: "text-64-kib", columns: texts((0..<20).map { "\($0)" + long })),
            CorpusFile(
                name: "text-64-kib-repeated",
                columns: texts((0..<40).map { "\($0 % 3)" + long }, encoding: "RLE_DICTIONARY")
            ),
            CorpusFile(
                name: "text-lengths",
                columns: texts((0..<600).map { String(repeating: "x", count: $0) }),
                options: options { $0.dataPageSizeLimitInBytes = 1000 }
            ),
            CorpusFile(
                name: "bounds-cut",
                columns: texts((0..<200).map { "a long beginning that all have, and number \($0)" }),
                options: options { $0.statisticsTruncateLength = 8 }
            ),
            CorpusFile(
                name: "bounds-cut-non-ascii",
                columns: texts(["ééééé", "日本語日本語", "\u{D7FF}\u{D7FF}\u{D7FF}", "😀😀😀", nil]),
                options: options { $0.statisticsTruncateLength = 5 }
            ),
            CorpusFile(
                name: "bounds-without-upper",
                columns: texts(["a", String(repeating: "\u{10FFFF}", count: 20)]),
                options: options { $0.statisticsTruncateLength = 8 }
            ),
        ]
    }

    // MARK: Pages and row groups

    private static var layouts: [CorpusFile] {
        let mixed = everyType { type in
            (0..<2000).map { $0 % 13 == 0 || (500..<700).contains($0) ? .null : cell(type, $0 % 400) }
        }
        return [
            CorpusFile(name: "row-groups-50", columns: mixed, rowsPerGroup: 40),
            CorpusFile(
                name: "row-groups-of-one-row",
                columns: everyType { [cell($0, 1), .null, cell($0, 3)] },
                rowsPerGroup: 1
            ),
            CorpusFile(name: "pages-of-7-rows", columns: mixed, options: options { $0.dataPageRowLimit = 7 }),
            CorpusFile(
                name: "pages-of-1-row",
                columns: mixed,
                rowsPerGroup: 1000,
                options: options { $0.dataPageRowLimit = 1 }
            ),
            CorpusFile(
                name: "pages-of-64-bytes",
                columns: mixed,
                rowsPerGroup: 700,
                options: options { $0.dataPageSizeLimitInBytes = 64 }
            ),
            CorpusFile(name: "no-checksums", columns: mixed, options: options { $0.writesPageChecksums = false }),
            CorpusFile(
                name: "gzip-9",
                columns: mixed,
                options: options { ($0.compression, $0.compressionLevel) = (.gzip, 9) }
            ),
            CorpusFile(
                name: "zstd-19",
                columns: mixed,
                options: options { ($0.compression, $0.compressionLevel) = (.zstd, 19) }
            ),
            CorpusFile(
                name: "names-and-metadata",
                columns: ["größe", "with space", "dotted.name", "a`tick", "\"quoted\"", "日本語", "MiXeD"].map {
                    CorpusFile.Column(name: $0, type: .int64, cells: [.int64(1), .null])
                },
                options: options {
                    $0.keyValueMetadata = [
                        KeyValue(key: "writer's note", value: "größe 😀"), KeyValue(key: "empty", value: ""),
                    ]
                }
            ),
        ]
    }

    private static var bloomFilters: [CorpusFile] {
        func file(_ name: String, _ values: [String?], rate: Double, rowsPerGroup: Int? = nil) -> CorpusFile {
            CorpusFile(
                name: "bloom-\(name)",
                columns: texts(values),
                rowsPerGroup: rowsPerGroup,
                options: options {
                    $0.bloomFilterColumns = ["value"]
                    $0.bloomFilterFalsePositiveRate = rate
                }
            )
        }
        let addresses = (0..<3000).map { "10.\($0 / 250).\($0 % 250).\(scramble($0) % 250)" }
        return [
            file("0.01", addresses, rate: 0.01),
            file("0.1", addresses, rate: 0.1),
            file("0.001-and-nulls", addresses.enumerated().map { $0 % 5 == 0 ? nil : $1 }, rate: 0.001),
            file("row-groups", addresses, rate: 0.01, rowsPerGroup: 1000),
            file("few-values", (0..<1000).map { ["a", "", "naïve 😀"][$0 % 3] }, rate: 0.01),
            file("nulls-only", (0..<100).map { _ in nil }, rate: 0.01),
        ]
    }

    private static var orders: [CorpusFile] {
        func file(_ name: String, _ values: [Int64?], descending: Bool = false, nullsFirst: Bool = false) -> CorpusFile
        {
            CorpusFile(
                name: "sorted-\(name)",
                columns: [
                    CorpusFile.Column(
                        name: "other",
                        type: .string,
                        cells: values.indices.map { cell(.string, $0 % 20) }
                    ),
                    CorpusFile.Column(type: .int64, cells: values.map { $0.map { .int64($0) } ?? .null }),
                ],
                rowsPerGroup: 600,
                options: options {
                    $0.dataPageRowLimit = 100
                    $0.sortingColumns = [SortingColumn(columnIdx: 1, descending: descending, nullsFirst: nullsFirst)]
                }
            )
        }
        let rising = (0..<1200).map { Int64($0 % 600 / 3) }
        let withNulls = (0..<1200).map { $0 % 600 < 250 ? nil : Int64($0 % 600) }
        return [
            file("rising", rising),
            file("falling", rising.reversed(), descending: true),
            file("nulls-first", withNulls, nullsFirst: true),
            file("nulls-last", (0..<1200).map { $0 % 600 > 350 ? nil : Int64($0 % 600) }),
        ]
    }
}
