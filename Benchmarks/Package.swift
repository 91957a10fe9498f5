// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses the library resolves the harness.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "benchmarks",
    traits: [
        .trait(name: "ISAL", description: "Inflate with ISA-L.")
    ],
    dependencies: [
        .package(name: "flowconv", path: "..", traits: [.trait(name: "ISAL", condition: .when(traits: ["ISAL"]))]),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .target(
            name: "Workload",
            dependencies: [
                .product(name: "Columnar", package: "flowconv"), .product(name: "FlowLogs", package: "flowconv"),
                .product(name: "Gzip", package: "flowconv"), .product(name: "Parquet", package: "flowconv"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Kernels",
            dependencies: [
                "Workload", .product(name: "Columnar", package: "flowconv"),
                .product(name: "FlowLogs", package: "flowconv"), .product(name: "Gzip", package: "flowconv"),
                .product(name: "Parquet", package: "flowconv"), .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Kernels",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(
            name: "count-instructions",
            dependencies: [
                "Workload", .product(name: "Gzip", package: "flowconv"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
    ]
)
