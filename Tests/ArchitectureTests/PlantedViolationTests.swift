import Testing

/// Each rule is shown a bad sample, and a good one beside it: a rule that cannot fail holds nothing.
@Suite("The rules find what they look for")
struct PlantedViolationTests {
  private static let manifest = Manifest(
    """
    targets: [
      // library("Gone"),
      library("JSONValues"),
      library("MemoryModel"),
      .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
      .target(name: "CAssets", exclude: ["viewer"]),
      library("SQLite", ["CSQLite"]),
      library("JSONRPC", ["JSONValues"]),
      library("MemoryStore", ["MemoryModel", "SQLite"]),
      library("Hooks", ["JSONRPC", "JSONValues"]),
      library("Viewer", ["JSONRPC", .product(name: "Hummingbird", package: "hummingbird")]),
      .executableTarget(
        name: "continuity", dependencies: ["Hooks", .product(name: "ArgumentParser", package: "swift-argument-parser")],
        exclude: ["Linking"], swiftSettings: strict),
      tests("Hooks", ["Hooks", "JSONValues"]),
    ]
    """)

  private func file(_ path: String, _ text: String) -> SwiftFile { SwiftFile(path: path, text: text) }

  @Test("The manifest is read with its products and without what is commented out")
  func manifest() {
    let targets = Self.manifest.targets
    #expect(targets.count == 11)
    #expect(targets["SQLite"]?.dependencies == ["CSQLite"])
    #expect(targets["CSQLite"]?.dependencies == [])
    #expect(targets["CAssets"]?.dependencies == [])
    #expect(targets["Viewer"]?.dependencies == ["JSONRPC"])
    #expect(targets["Viewer"]?.products == ["Hummingbird"])
    #expect(targets["continuity"]?.dependencies == ["Hooks"])
    #expect(targets["continuity"]?.products == ["ArgumentParser"])
    #expect(targets["HooksTests"]?.isTest == true)
    #expect(targets["Gone"] == nil)
  }

  @Test("An upward arrow, one within a layer and a target without a layer")
  func arrows() {
    #expect(LayerRules.graph(Self.manifest).isEmpty)
    for bad in [
      "library(\"MemoryModel\", [\"SQLite\"])", "library(\"Hooks\", [\"MCP\"])", "library(\"Nowhere\")",
      "library(\"Hooks\", [\"Nowhere\"])",
    ] {
      #expect(LayerRules.graph(Manifest("targets: [\n  \(bad),\n]")).count == 1, "\(bad)")
    }
    #expect(LayerRules.graph(Manifest("targets: [\n  library(\"Viewer\", [\"MCP\"]),\n]")).isEmpty)
  }

  @Test(
    "An import that is not declared, in every way of writing it",
    arguments: [
      ("import MemoryStore", 1), ("package import MemoryStore", 1), ("@testable import MemoryStore", 1),
      ("  import struct MemoryStore.Row", 1),
      ("@preconcurrency internal import MemoryStore", 1), ("import Hummingbird", 1), ("import JSONRPC\nimport JSONValues", 0),
      ("import Glibc\nimport Synchronization", 0), ("// import MemoryStore", 0), ("/* import MemoryStore */", 0),
      ("let a = \"\"\"\nimport MemoryStore\n\"\"\"", 0),
      ("let important = imports", 0),
    ])
  func imports(_ text: String, _ count: Int) {
    #expect(LayerRules.imports([file("Sources/Hooks/A.swift", text)], Self.manifest).count == count)
  }

  @Test("A product's own modules, and a folder that is no target")
  func products() {
    #expect(
      LayerRules.imports([file("Sources/Viewer/A.swift", "import Hummingbird\nimport NIOCore\nimport Logging")], Self.manifest)
        .isEmpty)
    #expect(LayerRules.imports([file("Sources/Viewer/A.swift", "import AsyncHTTPClient")], Self.manifest).count == 1)
    #expect(LayerRules.imports([file("Sources/Elsewhere/A.swift", "")], Self.manifest).count == 1)
    #expect(LayerRules.imports([file("Tests/HooksTests/A.swift", "import MemoryStore")], Self.manifest).count == 1)
  }

  @Test("A third-party module in two targets")
  func thirdParty() {
    let one = file("Sources/Viewer/A.swift", "import NIOCore\nimport Logging")
    #expect(LayerRules.thirdParty([one, file("Sources/Viewer/B.swift", "import NIOCore")]).isEmpty)
    #expect(LayerRules.thirdParty([one, file("Sources/ModelClients/B.swift", "import NIOHTTP1")]).isEmpty)
    #expect(LayerRules.thirdParty([one, file("Sources/continuity/B.swift", "import NIOHTTP1")]).count == 1)
    #expect(LayerRules.thirdParty([one, file("Sources/ModelClients/B.swift", "import Logging")]).count == 1)
    #expect(LayerRules.thirdParty([one, file("Sources/continuity/B.swift", "import Logging")]).count == 1)
  }

  @Test("A door that goes past Operations")
  func doors() {
    for module in ["MemoryEngine", "MemoryStore", "SQLite"] {
      #expect(LayerRules.doorsReachThroughOperations([file("Sources/Hooks/A.swift", "package import \(module)")]).count == 1)
      #expect(LayerRules.doorsReachThroughOperations([file("Sources/MCP/A.swift", "import \(module)")]).count == 1)
    }
    #expect(LayerRules.doorsReachThroughOperations([file("Sources/Operations/A.swift", "import MemoryEngine")]).isEmpty)
  }

  @Test(
    "Foundation where it must not be",
    arguments: [
      ("Sources/Viewer/A.swift", "import Foundation", 1), ("Tests/HooksTests/A.swift", "import Foundation", 1),
      ("Sources/Viewer/A.swift", "#if canImport(Glibc)\nimport Foundation\n#endif", 1),
      (
        "Sources/Viewer/A.swift",
        "#if canImport(FoundationEssentials)\n  import FoundationEssentials\n#else\n  import Foundation\n#endif", 0
      ),
      ("Sources/MemoryEngine/A.swift", "import FoundationEssentials", 1), ("Sources/MemoryEngine/A.swift", "import Foundation", 1),
      ("Sources/Viewer/A.swift", "#if a\n#else\nimport FoundationNetworking\n#endif", 1),
      ("Sources/Viewer/A.swift", "#if a\n#else\n#endif\nimport Foundation", 1),
    ])
  func foundation(_ path: String, _ text: String, _ count: Int) {
    #expect(LayerRules.foundation([file(path, text)]).count == count)
  }

  @Test(
    "SQL in a string",
    arguments: [
      "\"SELECT uri FROM mem_nodes\"", "\"select uri from mem_nodes\"", "\"INSERT INTO jobs VALUES (?)\"",
      "\"insert or ignore into jobs\"", "\"UPDATE jobs SET a = 1\"",
      "\"DELETE FROM jobs\"", "\"CREATE TABLE a (b)\"", "\"create virtual table a\"", "\"DROP INDEX a\"", "\"ALTER TABLE a ADD b\"",
      "\"PRAGMA user_version\"",
      "\"BEGIN IMMEDIATE\"", "\"COMMIT\"", "\"VACUUM\"", "\"WITH a AS (SELECT 1) SELECT * FROM a\"", "\" WHERE id = ?\"",
      "\"ORDER BY rank\"", "\" AND project = ?2\"",
      "\"\"\"\n  SELECT uri\n  FROM mem_nodes\n  \"\"\"", "#\"SELECT \"uri\" FROM mem_nodes\"#",
      "\"\\(first(\"x\")) \\(\"SELECT uri FROM mem_nodes\")\"", "\"REPLACE INTO a VALUES (1)\"",
    ])
  func sql(_ literal: String) {
    #expect(SQLRules.violations([file("Sources/MemoryEngine/A.swift", "let sql = \(literal)")]).count == 1)
    #expect(SQLRules.violations([file("Sources/MemoryStore/A.swift", "let sql = \(literal)")]).isEmpty)
    #expect(SQLRules.violations([file("Sources/Interchange/A.swift", "let sql = \(literal)")]).isEmpty)
    #expect(SQLRules.violations([file("Sources/MemoryEngine/A.swift", "// \(literal.split(separator: "\n").joined())")]).isEmpty)
  }

  @Test(
    "Words that are not SQL",
    arguments: [
      "Select a memory.", "select", "Begin with the question", "BEGIN", "delete", "Update the settings", "create", "Create a file",
      "Drop the rest", "with a name",
      "the order by which", "WITH ACUTE", " WITH ", "INSERT", "commit", "Commit it", "Where is it?", "replace", "PRIVATE KEY",
      "release notes",
    ])
  func notSQL(_ text: String) {
    let isTransaction = text == "BEGIN"
    #expect(SQLRules.violations([file("Sources/MemoryEngine/A.swift", "let text = \"\(text)\"")]).isEmpty != isTransaction)
  }

  @Test("The wrapper knows transactions, and no table")
  func wrapper() {
    for text in [
      "BEGIN IMMEDIATE", "COMMIT", "PRAGMA user_version = \\(n)", "SAVEPOINT a", "SELECT fts5(?1)",
      "SELECT 1 FROM \\(table) WHERE a MATCH ?1", "SELECT name FROM sqlite_master",
    ] {
      #expect(SQLRules.violations([file("Sources/SQLite/A.swift", "let sql = \"\(text)\"")]).isEmpty, "\(text)")
    }
    for text in ["SELECT uri FROM mem_nodes", "INSERT INTO jobs VALUES (1)", "CREATE TABLE a (b)", "DELETE FROM \\(table)"] {
      #expect(SQLRules.violations([file("Sources/SQLite/A.swift", "let sql = \"\(text)\"")]).count == 1, "\(text)")
    }
  }

  @Test("A file of 601 lines")
  func length() {
    #expect(SourceRules.length([file("Sources/MCP/A.swift", String(repeating: "a\n", count: 600))]).isEmpty)
    #expect(SourceRules.length([file("Sources/MCP/A.swift", String(repeating: "a\n", count: 601))]).count == 1)
    #expect(SourceRules.length([file("Sources/MCP/A.swift", String(repeating: "a\n", count: 600) + "a")]).count == 1)
  }

  @Test("What is public, and a resource bundle")
  func access() {
    for bad in [
      "public struct A {}", "  public func a() {}", "public import JSONValues", "extension A { public var b: Int { 1 } }",
      "@inlinable public init() {}",
    ] {
      #expect(SourceRules.access([file("Sources/MCP/A.swift", bad)]).count == 1, "\(bad)")
    }
    for good in ["// public struct A", "let publicKey = 1", "case .public: 1", "let a = \"public struct\"", "package struct A {}"] {
      #expect(SourceRules.access([file("Sources/MCP/A.swift", good)]).isEmpty, "\(good)")
    }
    #expect(SourceRules.bundle([file("Sources/MCP/A.swift", "let a = Bundle.module.url")]).count == 1)
    #expect(SourceRules.bundle([file("Sources/MCP/A.swift", "let a = MyBundle.module")]).isEmpty)
  }

  @Test("A path of somebody's machine, whatever it stands in")
  func machinePaths() {
    let root = "/srv/builds/continuity"
    func violations(_ text: String) -> Int { SourceRules.machinePaths([("README.md", text)], root: root).count }
    for folder in SourceRules.personalRoots {
      #expect(violations("see \(folder)somebody/a") == 1, "\(folder)")
      #expect(violations("(\"\(folder)somebody\")") == 1, "\(folder)")
    }
    #expect(violations("a\nin \(root)/Sources\nb") == 1)
    #expect(violations("/home/ada/shop and /Users/me/project") == 0)
    #expect(violations("../work/a, tests/home/b, ~/work/c and https://example.org/home/d") == 0)
  }

  @Test("A file at the top that has no place there")
  func root() {
    #expect(SourceRules.root(["Package.swift", "Sources", ".git", ".build", "README.md"]).isEmpty)
    #expect(SourceRules.root(["Package.swift", "notes.txt", "scripts"]).count == 2)
  }

  @Test("Code, comments and literals are told apart")
  func scanner() {
    let text = ##"""
      let a = "x // no comment" // a comment "no literal"
      let b = #"raw \(no) "quoted" text"# /* block /* nested */ still */ + c
      let d = "sum \(f("inner", 1) + 2) end"
      let e = """
        long "quoted" \(g)
        """
      """##
    let parsed = file("Sources/MCP/A.swift", text)
    #expect(
      parsed.literals.map(\.text) == [
        "x // no comment", "raw \\(no) \"quoted\" text", "inner", "sum \\() end", "\n  long \"quoted\" \\()\n  ",
      ])
    #expect(parsed.code.count == 6)
    #expect(parsed.code[0] == "let a = \"\" ")
    #expect(parsed.code[1] == "let b = \"\"  + c")
    #expect(parsed.literals.map(\.line) == [1, 2, 3, 3, 4])
  }
}
