// swift-tools-version: 6.2
import PackageDescription

// The probe alone, as one file to copy to a router or a small computer. Its targets are links into the package above, and
// it has that package's name, so that `package` access holds. `build` in this folder builds it.

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
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    ],
    targets: [
        .target(name: "ObservatoryModel", swiftSettings: settings),
        .target(name: "Gazetteer", dependencies: ["ObservatoryModel"], swiftSettings: settings),
        .target(name: "WireFormats", dependencies: ["ObservatoryModel"], swiftSettings: settings),
        .target(
            name: "Probing",
            dependencies: [
                "ObservatoryModel", "WireFormats",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ], swiftSettings: settings),
        // Of the server the version alone.
        .target(name: "ObservatoryServer", swiftSettings: settings),
        .executableTarget(
            name: "parallax-probe",
            dependencies: [
                "ObservatoryServer", "ObservatoryModel", "Gazetteer", "Probing", "WireFormats",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
