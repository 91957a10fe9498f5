// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "flowconv-fuzzing",
    dependencies: [.package(name: "flowconv", path: "..")],
    targets: [
        // What is done with an input: shared by the fuzzer and by the tests that replay corpora.
        .target(
            name: "FuzzTargets",
            dependencies: [
                .product(name: "Columnar", package: "flowconv"),
                .product(name: "FlowLogs", package: "flowconv"),
                .product(name: "Grok", package: "flowconv"),
                .product(name: "Gzip", package: "flowconv"),
                .product(name: "Parquet", package: "flowconv"),
                .product(name: "_Internals", package: "flowconv"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"], swiftSettings: settings),
        .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets"], swiftSettings: settings),
    ]
)
