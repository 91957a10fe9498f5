// swift-tools-version: 6.2
import PackageDescription

// One place for the settings of every Swift target.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "flowconv",
    products: [
        .library(name: "FlowLogs", targets: ["FlowLogs"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "Columnar", targets: ["Columnar"]),
        .library(name: "Gzip", targets: ["Gzip"]),
        .library(name: "Grok", targets: ["Grok"]),
        // For Fuzzing/ alone: no promise is made about these.
        .library(name: "_Internals", targets: ["JSON", "Lake", "ThriftCompact", "Zstd"]),
    ],
    traits: [
        .trait(name: "ISAL", description: "Inflate with ISA-L (libisal-dev), about three times as fast as zlib.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // The core: bytes in, bytes out, no I/O, no Foundation.
        .target(name: "CDelimiterScan"),
        .target(name: "CColumnKernels"),
        .target(
            name: "Columnar",
            dependencies: ["CDelimiterScan", "CColumnKernels", "CMalloc"],
            swiftSettings: settings
        ),
        .target(name: "Grok", swiftSettings: settings),
        .target(
            name: "FlowLogs",
            dependencies: ["CDelimiterScan", "CColumnKernels", "Columnar", "Digest", "Grok"],
            swiftSettings: settings
        ),
        .target(name: "ThriftCompact", swiftSettings: settings),
        .target(
            name: "Gzip",
            dependencies: ["CZlib", .target(name: "CISAL", condition: .when(traits: ["ISAL"]))],
            swiftSettings: settings
        ),
        .target(name: "Zstd", dependencies: ["CZstd"], swiftSettings: settings),
        .target(
            name: "Parquet",
            dependencies: ["Columnar", "ThriftCompact", "Gzip", "CZlib", "CZstd"],
            swiftSettings: settings
        ),
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "Catalog", dependencies: ["JSON"], swiftSettings: settings),

        // The edge: files, and what is made of all of the above.
        .target(
            name: "Storage",
            dependencies: [.product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: settings
        ),
        .target(name: "Digest", dependencies: ["CCrypto"], swiftSettings: settings),
        .target(
            name: "Lake",
            dependencies: [
                "Columnar", "Digest", "JSON", "Parquet", "Storage",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Conversion",
            dependencies: [
                "Catalog", "Columnar", "FlowLogs", "Grok", "Gzip", "JSON", "Lake", "Parquet", "Storage", "Zstd",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "flowconv",
            dependencies: [
                "CMalloc", "Catalog", "Columnar", "Conversion", "FlowLogs", "Grok", "Gzip", "JSON", "Lake", "Parquet",
                "Storage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),

        // Libraries of the system.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),

        // Writes files for readers that are not ours; a stranger to the library, as its users are.
        .executableTarget(
            name: "parquet-corpus",
            dependencies: ["Columnar", "Parquet", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/ParquetCorpus",
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Columnar", "Storage", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ThriftCompactTests",
            dependencies: ["ThriftCompact", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "GzipTests", dependencies: ["Gzip", "CZlib", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ZstdTests", dependencies: ["Zstd", "CZstd", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ColumnarTests",
            dependencies: ["CColumnKernels", "Columnar", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FlowLogsTests",
            dependencies: ["FlowLogs", "Columnar", "Grok", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ParquetTests",
            dependencies: ["Parquet", "Columnar", "ThriftCompact", "Gzip", "CZstd", "TestSupport"],
            exclude: ["Fixtures", "Golden"],
            swiftSettings: settings
        ),
        .testTarget(name: "GrokTests", dependencies: ["Grok", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "PublicAPITests", dependencies: ["Columnar", "Parquet"], swiftSettings: settings),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "TestSupport", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LakeTests",
            dependencies: [
                "Lake", "Parquet", "Columnar", "Storage", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ConversionTests",
            dependencies: [
                "flowconv", "Conversion", "FlowLogs", "Lake", "Parquet", "Storage", "CZlib", "CZstd", "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "JSON"], swiftSettings: settings),
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    ]
)
