// swift-tools-version: 6.2
import PackageDescription

// The targets that are measured are links into the package above, and this package has its name, so that `package`
// access holds. Another target joins with a link in Sources/, a line in `targets`, and a file in Sources/parallax-bench.

/// The same settings as in the package above.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "parallax",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        .target(name: "ObservatoryModel", swiftSettings: settings),
        .target(name: "Gazetteer", dependencies: ["ObservatoryModel"], swiftSettings: settings),
        .target(name: "WireFormats", dependencies: ["ObservatoryModel"], swiftSettings: settings),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "Ingest",
            dependencies: ["ObservatoryModel", "Gazetteer", "WireFormats", "CSimdjson", "CZlib", "CZstd"],
            swiftSettings: settings),
        .executableTarget(
            name: "parallax-bench", dependencies: ["ObservatoryModel", "WireFormats", "Ingest"],
            swiftSettings: settings),
        .target(name: "Detection", dependencies: ["ObservatoryModel", "Gazetteer"], swiftSettings: settings),
        .executableTarget(
            name: "DetectionBenchmark", dependencies: ["ObservatoryModel", "Detection"], swiftSettings: settings),
        .target(name: "Simulation", dependencies: ["ObservatoryModel", "Gazetteer"], swiftSettings: settings),
        .target(
            name: "Publishing", dependencies: ["ObservatoryModel", "Gazetteer"], swiftSettings: settings,
            plugins: ["LanguageList"]),
        .plugin(name: "LanguageList", capability: .buildTool()),
        .target(
            name: "Dashboard",
            dependencies: [
                "ObservatoryModel", "Gazetteer", "Publishing", .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "PeerBenchmark", dependencies: ["ObservatoryModel", "Detection", "Simulation"],
            swiftSettings: settings),
        .executableTarget(
            name: "operating-curve", dependencies: ["ObservatoryModel", "Detection", "Simulation", "Dashboard"],
            swiftSettings: settings),
        .executableTarget(
            name: "CollectorBenchmark",
            dependencies: [
                "ObservatoryModel", "WireFormats", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(name: "Storage", dependencies: ["ObservatoryModel"], swiftSettings: settings),
        .target(
            name: "SQLiteStorage",
            dependencies: ["Storage", "ObservatoryModel", "CZstd", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: [
                "ObservatoryModel", "WireFormats", "Storage", "SQLiteStorage",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "LoadBenchmark",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
