// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: warnings are errors, and the language features the code is written for.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The same for targets that do bulk work. They are optimised in debug builds too: detection over the example takes
/// seconds instead of minutes then, and so do the tests of detection.
let optimised = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A target of values and functions: no NIO, GRDB, Hummingbird or Foundation (`scripts/check-imports` holds it to that).
func pure(
    _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: optimised, plugins: plugins)
}

/// A target that touches the world.
func rim(
    _ name: String, _ dependencies: [Target.Dependency], linker: [LinkerSetting] = [], isOptimised: Bool = false
) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: isOptimised ? optimised : settings,
        linkerSettings: linker)
}

/// The tests of one target.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// What speaks TCP, UDP, TLS and HTTP step by step.
let network: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Crypto", package: "swift-crypto"),
    .product(name: "CryptoExtras", package: "swift-crypto"), .product(name: "X509", package: "swift-certificates"),
    .product(name: "SwiftASN1", package: "swift-asn1"),
]

let package = Package(
    name: "parallax",
    products: [.executable(name: "parallax", targets: ["parallax"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The vocabulary and the pure core.
        pure("ObservatoryModel"),
        pure("Gazetteer", ["ObservatoryModel"]),
        pure("WireFormats", ["ObservatoryModel"]),
        pure("Detection", ["ObservatoryModel", "Gazetteer"]),
        pure("Simulation", ["ObservatoryModel", "Gazetteer"]),
        pure("Publishing", ["ObservatoryModel", "Gazetteer"], plugins: ["LanguageList"]),
        // Lists the languages that there is a file of.
        .plugin(name: "LanguageList", capability: .buildTool()),
        rim(
            "Dashboard",
            ["ObservatoryModel", "Gazetteer", "Publishing", .product(name: "Mustache", package: "swift-mustache")]),
        // Bytes in.
        .target(
            name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        rim(
            "Ingest", ["ObservatoryModel", "Gazetteer", "WireFormats", "CSimdjson", "CZlib", "CZstd"],
            isOptimised: true),
        // Measuring, and an Internet to measure.
        rim("Probing", ["ObservatoryModel", "WireFormats"] + network),
        rim("NetworkLab", ["ObservatoryModel", "WireFormats", "Probing"] + network),
        // Stores.
        pure("Storage", ["ObservatoryModel"]),
        rim(
            "SQLiteStorage",
            ["Storage", "ObservatoryModel", "CZstd", .product(name: "GRDB", package: "GRDB.swift")],
            isOptimised: true),
        // Pictures: librsvg behind one function of ours.
        .target(
            name: "CPicture",
            linkerSettings: ["rsvg-2", "cairo", "gobject-2.0", "glib-2.0"].map { .linkedLibrary($0) }),
        // The server and the command line.
        rim(
            "ObservatoryServer",
            [
                "ObservatoryModel", "Gazetteer", "WireFormats", "Detection", "Simulation", "Ingest", "Publishing",
                "Dashboard", "Storage", "SQLiteStorage", "Probing", "CPicture", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ]),
        .executableTarget(
            name: "parallax",
            dependencies: [
                "ObservatoryServer", "ObservatoryModel", "Gazetteer", "Ingest", "Probing", "NetworkLab", "Simulation",
                "Storage", "WireFormats",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // Tests.
        pure("TestSupport", ["ObservatoryModel", "Storage", "WireFormats"]),
        tests("ProbingTests", ["Probing", "NetworkLab", "WireFormats", "ObservatoryModel"] + network),
        tests(
            "LabTests",
            [
                "Detection", "NetworkLab", "Probing", "WireFormats", "ObservatoryModel", "ObservatoryServer",
                "SQLiteStorage", "Storage", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + network),
        tests("ObservatoryModelTests", ["ObservatoryModel", "TestSupport"]),
        tests("DetectionTests", ["Detection", "ObservatoryModel", "TestSupport"]),
        tests("ReplayTests", ["Detection", "Ingest", "Simulation", "ObservatoryModel", "TestSupport"]),
        tests(
            "IngestTests",
            ["Ingest", "Gazetteer", "ObservatoryModel", "WireFormats", "TestSupport", "CZlib", "CZstd"]),
        tests("WireFormatsTests", ["WireFormats", "ObservatoryModel"]),
        tests("GazetteerTests", ["Gazetteer", "ObservatoryModel", "TestSupport"]),
        tests("PublishingTests", ["Publishing", "Gazetteer", "ObservatoryModel"]),
        tests("DashboardTests", ["Dashboard", "Publishing", "Gazetteer", "ObservatoryModel"]),
        tests(
            "SQLiteStorageTests",
            [
                "SQLiteStorage", "Storage", "ObservatoryModel", "WireFormats", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("SimulationTests", ["Simulation", "ObservatoryModel"]),
        tests(
            "ObservatoryServerTests",
            [
                "ObservatoryServer", "ObservatoryModel", "Storage", "SQLiteStorage", "Simulation", "WireFormats",
                "Gazetteer", "Ingest", "Dashboard", "NetworkLab", "Probing",
                "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ]),
        tests(
            "CommandTests",
            [
                "parallax", "ObservatoryModel", "WireFormats", "Simulation", "SQLiteStorage", "Storage", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
