// swift-tools-version: 6.2
import PackageDescription

// Lower layers first; an arrow only ever points down. `Tests/ArchitectureTests` reads the imports of every source file and
// fails on one that this file does not name, so that the graph below is the graph of the code.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// SQLite is Debian's static library in every configuration, so that the tests run what ships.
let sqliteLibrary: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-l:libsqlite3.a"], .when(platforms: [.linux])),
  .linkedLibrary("sqlite3", .when(platforms: [.macOS])),
  .linkedLibrary("m"),
]

// What is shipped is one file that needs nothing but libc and libm, and that starts fast: a hook starts a process for every tool call.
// - not position independent: with the server stack that takes about 72,000 relocations out of every start;
// - libstdc++ and zlib static: loading and binding the shared ones was 1.2 ms of a start of 2.5 ms. Swift's driver asks for `-lstdc++` by
//   name, and the linker scripts in `Sources/continuity/Linking` answer to it;
// - lld, which searches archives in any order, and no dynamic symbol table for symbols that nobody looks up;
// - no tables for unwinding, which nothing here reads;
// - the two Foundation libraries are parts of FoundationEssentials that only `--static-swift-stdlib` would name.
let shippedProgram: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-L\(Context.packageDirectory)/Sources/continuity/Linking", "-Xclang-linker", "-no-pie",
      "-Xlinker", "--gc-sections", "-Xlinker", "--no-eh-frame-hdr", "-Xlinker", "-T", "-Xlinker",
      "\(Context.packageDirectory)/Sources/continuity/Linking/no-unwinding.ld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-s",
      "-l_FoundationCShims",
      "-l_FoundationCollections",
    ], .when(platforms: [.linux], configuration: .release))
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, exclude: exclude, swiftSettings: strict, linkerSettings: sqliteLibrary)
}

let package = Package(
  name: "continuity",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "continuity", targets: ["continuity"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    // What the HTTP stack resolves anyway.
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    // Layer 0: values and C.
    library("JSONValues"),
    library("MemoryModel"),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    // zlib is part of what is shipped already (see Sources/continuity/Linking): exports are read compressed.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Without optimisation a text takes seconds to embed, also in tests.
    .target(name: "CKernels", exclude: ["encoder_float.inc"], cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CAssets", exclude: ["viewer", "models"]),

    // Layer 1: one concern each.
    library("SQLite", ["CSQLite"]),
    library("JSONRPC", ["JSONValues"]),
    library("Embedding", ["CKernels", "CAssets"]),
    library("LanguageModels", ["JSONValues", "MemoryModel"]),
    library("Transcripts", ["JSONValues", "MemoryModel"]),

    // Layer 2 to 4: store, use-cases, operations.
    library("MemoryStore", ["MemoryModel", "SQLite"]),
    library("MemoryEngine", ["JSONValues", "MemoryModel", "MemoryStore", "Transcripts", "Embedding", "LanguageModels"]),
    library("Operations", ["MemoryEngine", "MemoryModel", "JSONRPC", "JSONValues", "CAssets"]),

    // Layer 5: doors.
    library("MCP", ["Operations", "JSONRPC", "JSONValues", "CAssets"]),
    library("Hooks", ["JSONRPC", "JSONValues"]),
    library(
      "Viewer", ["Operations", "MCP", "JSONRPC", "JSONValues", "CAssets", .product(name: "Hummingbird", package: "hummingbird")]),
    library(
      "ModelClients",
      [
        "LanguageModels", "Embedding", "MemoryModel", "JSONValues", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    library("Interchange", ["MemoryEngine", "MemoryModel", "MemoryStore", "JSONValues", "SQLite", "CZlib"]),
    library("Sealing", [.product(name: "Crypto", package: "swift-crypto")]),

    // Layer 6: composition and command line.
    .executableTarget(
      name: "continuity",
      dependencies: [
        "JSONValues", "MemoryModel", "JSONRPC", "Embedding", "LanguageModels", "MemoryStore", "MemoryEngine", "Operations", "MCP",
        "Hooks",
        "Viewer", "ModelClients", "Interchange", "Sealing", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Linking"], swiftSettings: strict, linkerSettings: sqliteLibrary + shippedProgram),

    // Not shipped: what Tests/EndToEnd/benchmark_neighbours.py measures.
    .executableTarget(
      name: "NeighbourBenchmark", dependencies: ["Embedding", "MemoryEngine", "MemoryModel", "MemoryStore"],
      path: "Tests/NeighbourBenchmark", swiftSettings: strict, linkerSettings: sqliteLibrary),

    // Tests: one target for each that they test; what needs the shipped program stands in Tests/EndToEnd.
    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
    .target(
      name: "ScriptedModel", dependencies: ["LanguageModels", "MemoryModel", "JSONValues"], path: "Tests/ScriptedModel",
      swiftSettings: strict),
    // SQLite's file system, failing where a test wants it to; what holds in every store at rest.
    .target(name: "FaultyVFS", dependencies: ["CSQLite"], path: "Tests/FaultyVFS"),
    .target(
      name: "StoreInvariants", dependencies: ["MemoryStore", "SQLite"], path: "Tests/StoreInvariants", swiftSettings: strict),
    .target(name: "TrustResults", path: "Tests/TrustResults", swiftSettings: strict),
    // Not shipped: what a year of heavy use makes of the file.
    .executableTarget(
      name: "YearOfUse",
      dependencies: [
        "SeededRandom", "StoreInvariants", "TrustResults", "MemoryEngine", "MemoryModel", "MemoryStore", "Embedding", "JSONValues",
        "SQLite",
      ],
      path: "Tests/YearOfUse", swiftSettings: strict, linkerSettings: sqliteLibrary),
    tests("Architecture", []),
    tests("JSONValues", ["SeededRandom", "JSONValues"]),
    tests("MemoryModel", ["SeededRandom", "MemoryModel"]),
    tests("SQLite", ["SQLite"]),
    tests("JSONRPC", ["JSONRPC", "JSONValues"]),
    tests("Embedding", ["SeededRandom", "Embedding", "CKernels", "CAssets", "JSONValues"], exclude: ["Fixtures"]),
    tests("Transcripts", ["SeededRandom", "Transcripts", "JSONValues", "MemoryModel"]),
    tests("Sealing", ["SeededRandom", "Sealing"]),
    tests("MemoryStore", ["MemoryStore", "MemoryModel", "SQLite"], exclude: ["Released"]),
    tests(
      "MemoryEngine",
      [
        "SeededRandom", "ScriptedModel", "StoreInvariants", "TrustResults", "MemoryEngine", "MemoryStore", "MemoryModel",
        "Embedding", "SQLite",
        "LanguageModels", "JSONValues", "Transcripts",
      ]),
    tests("Operations", ["SeededRandom", "Operations", "MemoryEngine", "MemoryStore", "MemoryModel", "JSONRPC", "JSONValues"]),
    tests("MCP", ["SeededRandom", "MCP", "Operations", "MemoryEngine", "MemoryStore", "MemoryModel", "JSONRPC", "JSONValues"]),
    tests("Hooks", ["SeededRandom", "Hooks", "JSONRPC", "JSONValues"], exclude: ["Golden"]),
    tests("LanguageModels", ["ScriptedModel", "LanguageModels", "MemoryModel", "JSONValues"]),
    tests("ModelClients", ["ScriptedModel", "ModelClients", "LanguageModels", "Embedding", "JSONValues"]),
    tests(
      "Interchange", ["SeededRandom", "Interchange", "MemoryEngine", "MemoryStore", "MemoryModel", "JSONValues", "SQLite", "CZlib"]),
    tests(
      "Crash",
      [
        "FaultyVFS", "StoreInvariants", "TrustResults", "SeededRandom", "Interchange", "Operations", "MemoryEngine", "MemoryStore",
        "MemoryModel",
        "Embedding", "LanguageModels", "JSONRPC", "JSONValues", "SQLite",
      ]),
    tests(
      "Fuzz",
      [
        "TrustResults", "SeededRandom", "Interchange", "MCP", "Hooks", "Operations", "MemoryEngine", "MemoryStore", "MemoryModel",
        "Embedding", "LanguageModels", "Transcripts", "SQLite", "JSONRPC", "JSONValues",
      ], exclude: ["Corpus", "LibFuzzer"]),
    tests("Viewer", ["Viewer", "Operations", "MemoryEngine", "JSONRPC", "JSONValues"]),
    tests("CommandLine", ["SeededRandom", "continuity", "Hooks", "MemoryEngine", "MemoryModel", "JSONValues"]),
  ]
)
