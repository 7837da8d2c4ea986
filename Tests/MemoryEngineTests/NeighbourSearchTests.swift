import Embedding
import MemoryEngine
import MemoryStore
import Testing

@Suite struct NeighbourSearchTests {
  static let scopes: [PassageScope] = [.everything, .project("orchard"), .project("nobody's"), .unscoped]

  @Test("a small store is searched exactly, in every scope", arguments: scopes) func exact(_ scope: PassageScope) throws {
    let fixture = try NeighbourFixture(seed: 1)
    try fixture.insert(700)
    let search = fixture.search()
    for _ in 0..<20 {
      let query = fixture.point()
      let (found, expected) = (
        try search.nearest(to: query, in: scope, limit: 10), try fixture.exact(query, in: scope, limit: 10)
      )
      #expect(found.map(\.passage) == expected.map(\.passage))
      for (one, other) in zip(found, expected) { #expect(abs(one.cosine - other.cosine) < 5e-5) }
    }
  }

  @Test("an empty store has no neighbours, and neither has an embedder that is not known") func empty() throws {
    let fixture = try NeighbourFixture(seed: 2)
    #expect(try fixture.search().nearest(to: fixture.point(), in: .everything, limit: 10).isEmpty)
    let other = EmbedderIdentity(backend: "test", model: "other", dimensions: 24, version: "1")
    let search = NeighbourSearch(store: fixture.store, embedder: other)
    #expect(try search.nearest(to: fixture.point(), in: .everything, limit: 10).isEmpty)
    #expect(try search.cosines(of: [1, 2], to: fixture.point()).isEmpty)
  }

  @Test("a question of wrong dimensions or of no numbers is refused") func refusals() throws {
    let search = try NeighbourFixture(seed: 3).search()
    #expect(throws: VectorError.wrongDimensions(expected: 24, found: 3)) {
      try search.nearest(to: [1, 2, 3], in: .everything, limit: 10)
    }
    let broken = [Float](repeating: .nan, count: 24)
    #expect(throws: VectorError.notFinite(component: 0)) { try search.cosines(of: [1], to: broken) }
  }

  @Test("what another process writes and deletes is found and lost at once") func changes() throws {
    let fixture = try NeighbourFixture(seed: 4)
    let search = fixture.search()
    for round in 0..<8 {
      try fixture.insert(60)
      if round % 2 == 1 { try fixture.delete(round * 15) }
      #expect(try fixture.recall(search, questions: 5) == 1)
    }
  }

  @Test("a limit of more than there are gives all of them, and none gives none") func limits() throws {
    let fixture = try NeighbourFixture(seed: 5)
    try fixture.insert(12)
    #expect(try fixture.search().nearest(to: fixture.point(), in: .everything, limit: 100).count == 12)
    #expect(try fixture.search().nearest(to: fixture.point(), in: .everything, limit: 0).isEmpty)
  }

  @Test("cosines of given passages are those of their vectors") func cosines() throws {
    let fixture = try NeighbourFixture(seed: 6)
    try fixture.insert(40)
    let query = fixture.point()
    let exact = try fixture.exact(query, in: .everything, limit: 40)
    let found = try fixture.search().cosines(of: exact.map(\.passage) + [999_999], to: query)
    #expect(found.count == 40)
    for (passage, cosine) in exact { #expect(abs(try #require(found[passage]) - cosine) < 5e-5) }
  }

  @Test(
    "a row whose bytes are no vector is left out and counted", arguments: [[], [1, 2, 3], [UInt8](repeating: 0xFF, count: 52)])
  func damage(_ bytes: [UInt8]) throws {
    let fixture = try NeighbourFixture(seed: 7)
    try fixture.insert(30)
    let damaged = fixture.vectors.keys.sorted()[4]
    try fixture.store.write {
      try fixture.store.insertVectors([PassageVector(passage: damaged, components: bytes)], of: fixture.embedder)
    }
    let search = fixture.search()
    let found = try search.nearest(to: fixture.point(), in: .everything, limit: 100)
    #expect(Set(found.map(\.passage)) == Set(fixture.vectors.keys).subtracting([damaged]))
    #expect(search.damagedRows == 1)
    #expect(try search.cosines(of: [damaged], to: fixture.point()).isEmpty)
  }
}
