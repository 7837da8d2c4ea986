import MemoryModel
import MemoryStore
import SQLite
import Testing

@Suite struct VectorTests {
  let scratch = ScratchHome()
  let store: MemoryStore
  let embedder: Int64

  init() throws {
    let store = try MemoryStore(home: scratch.home)
    self.store = store
    embedder = try store.write { try store.embedderNumber(for: "test:one:4:1") }
  }

  /// - Returns: the node, and its passages' ids.
  private func node(_ name: String, project: String? = nil, passages: Int = 1) throws -> (id: Int64, passages: [Int64]) {
    let moment = Timestamp(milliseconds: 1_790_000_000_000)
    var node = MemoryNode(
      uri: try MemoryURI(parsing: "mem://user/events/\(name)"), category: .events, abstract: name, overview: "", content: name,
      project: project, provenance: Provenance(origin: .agent, confidence: 1), contentHash: name, createdAt: moment,
      updatedAt: moment)
    return try store.write {
      try store.insert(&node)
      try store.insertPassages((0..<passages).map { Passage(tier: .l2, ordinal: $0, text: "\(name) \($0)") }, ofNode: node.id)
      let ids = try store.connection.query("SELECT id FROM passages WHERE node_id = ? ORDER BY id", [node.id]) { $0.integer(0) }
      return (node.id, ids)
    }
  }

  private func insert(_ passages: [Int64], _ byte: UInt8 = 7) throws -> Int {
    try store.write {
      try store.insertVectors(passages.map { PassageVector(passage: $0, components: [byte, 0, 0]) }, of: embedder)
    }
  }

  private func state() throws -> VectorState { try #require(try store.vectorState(of: embedder)) }

  @Test("an embedder keeps its number, and another has another") func numbers() throws {
    let again = try store.write { try store.embedderNumber(for: "test:one:4:1") }
    let other = try store.write { try store.embedderNumber(for: "test:two:4:1") }
    #expect(again == embedder && other != embedder)
    #expect(try store.knownEmbedderNumber(for: "test:three:4:1") == nil)
    #expect(try store.embedders().map(\.identity) == ["test:one:4:1", "test:two:4:1"])
  }

  @Test("vectors are counted as they come and go, and every change shows in the tail's stamp") func counts() throws {
    let (one, two) = (try node("one", passages: 3), try node("two"))
    #expect(try store.countPassagesWithoutVector(of: embedder) == 4)
    var stamps: Set<Int64> = [try state().tailStamp]
    #expect(try insert(one.passages + two.passages) == 4)
    #expect(try state().count == 4)
    #expect(stamps.insert(try state().tailStamp).inserted)
    #expect(try store.countPassagesWithoutVector(of: embedder) == 0)
    try store.write {
      try store.removePassages(ofNode: one.id)
      try store.delete(nodeID: one.id)
    }
    #expect(try state().count == 1)
    #expect(stamps.insert(try state().tailStamp).inserted)
    #expect(try store.vectorComponents(passages: one.passages + two.passages, embedder: embedder) == [two.passages[0]: [7, 0, 0]])
  }

  @Test("a passage that vanished while its vector was computed is skipped") func vanished() throws {
    let one = try node("one")
    #expect(try insert([one.passages[0], 999_999]) == 1)
  }

  @Test("a vector that is written again takes the place of the first, under a new id") func again() throws {
    let one = try node("one")
    _ = try insert(one.passages, 1)
    let first = try store.vectorIDs(of: embedder, after: 0)
    _ = try insert(one.passages, 2)
    let second = try store.vectorIDs(of: embedder, after: 0)
    #expect(first.count == 1 && second.count == 1 && second[0] > first[0])
    #expect(try state().count == 1)
    #expect(try store.vectorComponents(passages: one.passages, embedder: embedder).values.map(\.first) == [2])
  }

  @Test("ids are never used again, not even the newest") func idsAreNeverUsedAgain() throws {
    let one = try node("one")
    _ = try insert(one.passages)
    let first = try store.vectorIDs(of: embedder, after: 0)[0]
    try store.write {
      try store.removePassages(ofNode: one.id)
      try store.delete(nodeID: one.id)
    }
    let two = try node("two")
    _ = try insert(two.passages)
    #expect(try store.vectorIDs(of: embedder, after: 0)[0] > first)
  }

  @Test("what is without a vector comes newest first and goes on from the last") func without() throws {
    let all = try node("one", passages: 5).passages
    _ = try insert([all[3]])
    let first = try store.passagesWithoutVector(of: embedder, limit: 2)
    #expect(first.map(\.id) == [all[4], all[2]])
    #expect(first[0].text == "one 4" && first[0].tier == 2 && first[0].ordinal == 4)
    #expect(try store.passagesWithoutVector(of: embedder, before: all[2], limit: 10).map(\.id) == [all[1], all[0]])
  }

  @Test("a vector knows its passage's project, and the hash of none is that of none") func scopes() throws {
    let (one, two) = (try node("one", project: "orchard"), try node("two"))
    _ = try insert(one.passages + two.passages)
    var scopes: [Int64: UInt32] = [:]
    try store.forEachVector(of: embedder, after: 0) { scopes[$0.passage] = $0.scope }
    #expect(scopes == [one.passages[0]: PassageScope.hash("orchard"), two.passages[0]: 0])
    #expect(PassageScope.project("orchard").hashes == [PassageScope.hash("orchard"), 0])
    #expect(PassageScope.everything.hashes == nil)
  }

  @Test("vectors of lists that go are remembered until the lists are rid of them") func graves() throws {
    let (one, two) = (try node("one", passages: 2), try node("two"))
    _ = try insert(one.passages)
    try store.write {
      let (index, newest) = try store.beginVectorIndex(of: embedder, trainedOn: 2, centroids: [])
      try store.use(index, of: embedder, covered: newest)
    }
    _ = try insert(two.passages)
    let before = try state()
    try store.write {
      for node in [one, two] {
        try store.removePassages(ofNode: node.id)
        try store.delete(nodeID: node.id)
      }
    }
    #expect(try store.vectorGraves(of: embedder).map(\.vector) == [1, 2])
    #expect(try state().listsStamp != before.listsStamp)
    #expect(try state().count == 0)
  }

  @Test("an embedder's vectors go in batches, and its index with them") func deletion() throws {
    let one = try node("one", passages: 5)
    _ = try insert(one.passages)
    try store.write {
      let (index, newest) = try store.beginVectorIndex(of: embedder, trainedOn: 5, centroids: [])
      try store.insertPiece(ofList: 0, index: index, entries: 0, ids: [], block: [])
      try store.use(index, of: embedder, covered: newest)
    }
    var batches: [Int] = []
    repeat { batches.append(try store.write { try store.deleteVectors(of: embedder, limit: 2) }) } while batches.last != 0
    #expect(batches == [2, 2, 1, 0])
    #expect(try state().count == 0 && state().index == nil)
    #expect(try store.vectorGraves(of: embedder).isEmpty)
    let lists = try store.write { try store.deleteUnusedLists(limit: 10) }
    #expect(lists == 1)
    let more = try store.write { try store.deleteUnusedLists(limit: 10) }
    #expect(more == 0)
    #expect(try store.connection.query("SELECT id FROM vector_indexes") { $0.integer(0) }.isEmpty)
  }
}
