import Embedding
import MemoryEngine
import MemoryStore
import SQLite
import Testing

@Suite struct VectorIndexTests {
  @Test("lists find what an exact search finds, whatever the clusters", arguments: [(1, 5), (2, 20), (3, 200)])
  func recall(_ seed: UInt64, _ clusters: Int) throws {
    let fixture = try NeighbourFixture(seed: seed, clusters: clusters)
    try fixture.insert(1500)
    try fixture.work()
    #expect(try fixture.state().index != nil)
    try fixture.expectSoundLists()
    let search = fixture.search()
    #expect(try fixture.recall(search, questions: 60) >= 0.99)
    for scope in NeighbourSearchTests.scopes {
      #expect(try fixture.recall(search, questions: 40, in: scope) >= 0.98, "\(scope)")
    }
    // The lower bits are there now, too.
    #expect(try fixture.recall(search, questions: 60) >= 0.99)
  }

  @Test("the cosines that lists answer with are exact") func cosines() throws {
    let fixture = try NeighbourFixture(seed: 4)
    try fixture.insert(900)
    try fixture.work()
    let search = fixture.search()
    for _ in 0..<10 {
      let query = fixture.point()
      let exact = Dictionary(
        uniqueKeysWithValues: try fixture.exact(query, in: .everything, limit: 900).map { ($0.passage, $0.cosine) })
      for found in try search.nearest(to: query, in: .everything, limit: 10) {
        #expect(abs(found.cosine - (try #require(exact[found.passage]))) < 5e-5)
      }
    }
  }

  @Test("a limit of more than there are gives all of them, through lists too") func everything() throws {
    let fixture = try NeighbourFixture(seed: 5)
    try fixture.insert(600)
    try fixture.work()
    #expect(try fixture.search().nearest(to: fixture.point(), in: .everything, limit: 5000).count == 600)
  }

  @Test("a small store gets no lists, and a store that has grown fourfold gets new ones") func sizes() throws {
    let fixture = try NeighbourFixture(seed: 6)
    try fixture.insert(399)
    try fixture.work()
    #expect(try fixture.state().index == nil)
    try fixture.insert(1)
    try fixture.work()
    let first = try #require(try fixture.state().index)
    try fixture.insert(1200)
    try fixture.work()
    let second = try #require(try fixture.state().index)
    #expect(second != first)
    #expect(try fixture.store.pieces(of: first).isEmpty)
    try fixture.expectSoundLists()
  }

  @Test("what comes and goes between two processes that tend the lists in turn is found as by an exact search", arguments: [7, 8])
  func interleaved(_ seed: UInt64) throws {
    let fixture = try NeighbourFixture(seed: seed)
    let (search, other) = (fixture.search(), try fixture.anotherEngine())
    let otherSearch = NeighbourSearch(store: other.store, embedder: fixture.identity)
    try fixture.insert(500)
    for round in 0..<12 {
      try fixture.insert(70)
      if round % 3 == 1 { try fixture.delete(90) }
      if round % 2 == 0 { try fixture.work() } else { #expect(try other.drain().errors == []) }
      try fixture.expectSoundLists()
      #expect(try fixture.recall(search, questions: 10) >= 0.97, "round \(round)")
      #expect(try fixture.recall(otherSearch, questions: 10, in: .project("orchard")) >= 0.97, "round \(round)")
    }
    let index = try #require(try fixture.state().index)
    let pieces = Dictionary(grouping: try fixture.store.pieces(of: index), by: \.list)
    #expect(pieces.values.allSatisfy { $0.count <= NeighbourFixture.smallLimits.mostPieces + 1 }, "pieces are put together")
  }

  @Test(
    "a worker that is killed at any piece leaves a store that searches right, and the next one finishes",
    arguments: [0, 1, 3, 5, 8, 13])
  func killed(_ pieces: Int) throws {
    let fixture = try NeighbourFixture(seed: 9)
    let search = fixture.search()
    func work(dyingAfter count: Int) throws {
      let connection = fixture.store.connection
      try connection.executeScript(
        """
        CREATE TEMP TABLE written (n); CREATE TEMP TRIGGER counting AFTER INSERT ON main.vector_lists BEGIN
          INSERT INTO written VALUES (1);
          SELECT iif((SELECT count(*) FROM written) > \(count), RAISE(FAIL, 'killed'), 0);
        END
        """)
      _ = try fixture.engine.engine.drain()
      try connection.executeScript("DROP TRIGGER counting; DROP TABLE written")
      fixture.engine.advance(by: .seconds(3600))
    }
    try fixture.insert(1000)
    try work(dyingAfter: pieces)
    try fixture.expectSoundLists()
    #expect(try fixture.recall(search, questions: 10) >= 0.97)
    try fixture.delete(50)
    try fixture.work()
    #expect(try fixture.state().index != nil)
    try fixture.insert(150)
    try work(dyingAfter: pieces)
    try fixture.expectSoundLists()
    #expect(try fixture.recall(search, questions: 10) >= 0.97)
    try fixture.work()
    try fixture.expectSoundLists()
    #expect(try fixture.recall(search, questions: 10) >= 0.97)
    #expect(try fixture.store.connection.first("SELECT count(*) FROM vector_indexes") { $0.integer(0) } == 1)
  }

  @Test(
    "damaged lists are noticed, done without, and made anew",
    arguments: [
      "UPDATE vector_lists SET block = substr(block, 1, 5)", "UPDATE vector_lists SET ids = x''",
      "UPDATE vector_lists SET entries = -7", "UPDATE vector_lists SET entries = 9223372036854775807",
      "UPDATE vector_lists SET block = zeroblob(length(block))", "UPDATE vector_indexes SET centroids = x'00'",
      "UPDATE vector_indexes SET centroids = zeroblob(length(centroids))",
    ])
  func damage(_ sql: String) throws {
    let fixture = try NeighbourFixture(seed: 10)
    try fixture.insert(700)
    try fixture.work()
    let damaged = try #require(try fixture.state().index)
    try fixture.store.write { try fixture.store.connection.execute(sql) }
    let search = fixture.search()
    #expect(try fixture.recall(search, questions: 5) == 1)
    #expect(search.isIndexDamaged)
    try fixture.engine.engine.mend(search)
    try fixture.work()
    #expect(try #require(try fixture.state().index) != damaged)
    #expect(try fixture.recall(search, questions: 20) >= 0.98)
    #expect(!search.isIndexDamaged)
    try fixture.expectSoundLists()
  }

  @Test("a purged memory's vector leaves the lists with it, and its bytes leave the file") func purge() throws {
    let fixture = try NeighbourFixture(seed: 11)
    try fixture.insert(600)
    try fixture.work()
    let passage = try #require(fixture.vectors.keys.sorted().dropFirst(123).first)
    let bytes = try #require(try fixture.store.vectorComponents(passages: [passage], embedder: fixture.embedder)[passage])
    let codes = bytes[4..<(4 + fixture.identity.dimensions)]
    func isInLists() throws -> Bool {
      try fixture.store.connection.query("SELECT block FROM vector_lists") { $0.blob(0) }.contains { $0.contains(codes) }
    }
    #expect(try isInLists())
    var request = ForgetRequest(uri: try fixture.uri(of: passage))
    request.purge = true
    _ = try fixture.engine.engine.forget(request)
    #expect(try !isInLists())
    #expect(try fixture.store.vectorGraves(of: fixture.embedder).isEmpty)
    let search = fixture.search()
    #expect(try !search.nearest(to: fixture.point(), in: .everything, limit: 1000).contains { $0.passage == passage })
  }

  @Test("what was read before a restoration is forgotten") func restoration() throws {
    let fixture = try NeighbourFixture(seed: 12)
    try fixture.insert(500)
    try fixture.work()
    let search = fixture.search()
    let backup = fixture.store.home.path + "/copy.db"
    try fixture.store.copy(to: backup)
    let before = fixture.vectors
    try fixture.insert(100)
    try fixture.work()
    #expect(try fixture.recall(search, questions: 10) >= 0.97)
    _ = try MemoryStore.restore(backup, into: fixture.store.home, at: fixture.engine.now)
    let found = try search.nearest(to: fixture.point(), in: .everything, limit: 1000)
    #expect(Set(found.map(\.passage)) == Set(before.keys))
  }
}
