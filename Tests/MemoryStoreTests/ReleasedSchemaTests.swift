import MemoryModel
@testable import MemoryStore
import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `Released` keeps a small file of every schema that was ever shipped, as its program wrote it.
@Suite struct ReleasedSchemaTests {
  let scratch = ScratchHome()

  private func restore(schema: Int) throws -> MemoryStore {
    let folder = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/")!))
    scratch.write(scratch.bytes(of: "\(folder)/Released/schema-\(schema).db"), to: scratch.home.database)
    return try MemoryStore(home: scratch.home)
  }

  @Test("a file of schema 1 is brought up to date with all that stands in it, and a copy of it is kept", arguments: [1])
  func upgrade(schema: Int) throws {
    let store = try restore(schema: schema)
    let statistics = try store.statistics()
    #expect(statistics.schemaVersion == 8)
    #expect(statistics.passages == 2)
    let found = try store.passageHits(for: SearchText.terms(of: "server listens on which port"), in: .project("orchard"))
    #expect(found.hits.count == 1)
    #expect(access("\(scratch.home.backups)/continuity-schema-\(schema).db", F_OK) == 0)
    #expect(try store.integrityFaults().isEmpty)
    // What schema 1 laid out for vectors could not be told apart by length; none was ever written by a shipped program.
    #expect(try store.connection.query("SELECT id FROM vectors") { $0.integer(0) }.isEmpty)
  }

  @Test("a file of schema 1 takes vectors after its upgrade") func vectorsAfterUpgrade() throws {
    let store = try restore(schema: 1)
    let embedder = try store.write { try store.embedderNumber(for: "test:two:2:1") }
    let passages = try store.passagesWithoutVector(of: embedder, limit: 10)
    #expect(passages.count == 2)
    try store.write {
      try store.insertVectors(passages.map { PassageVector(passage: $0.id, components: [1, 2, 3]) }, of: embedder)
    }
    #expect(try store.countPassagesWithoutVector(of: embedder) == 0)
  }

  @Test("a copy of schema 1 is asked what it holds without being changed, and is brought up to date to erase something in it")
  func copyOfOldSchema() throws {
    let uri = try #require(try restore(schema: 1).nodes(NodeFilter()).first).uri
    let path = "\(scratch.home.backups)/continuity-schema-1.db"
    let before = scratch.bytes(of: path)
    #expect(try MemoryStore.copy(at: path, holds: uri))
    #expect(try !MemoryStore.copy(at: path, holds: MemoryURI(parsing: "mem://user/preferences/absent")))
    #expect(scratch.bytes(of: path) == before)
    let copy = try MemoryStore.openCopy(at: path)
    #expect(try copy.statistics().schemaVersion == Int(Schema.migrator.newestVersion))
    #expect(try copy.node(at: uri) != nil)
    #expect(access("\(scratch.home.backups)/backups", F_OK) != 0)
  }
}
