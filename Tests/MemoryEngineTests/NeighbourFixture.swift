import Embedding
import MemoryEngine
import MemoryModel
import MemoryStore
import SeededRandom
import Testing

/// A store of vectors in clusters, beside the same vectors in plain arrays, which say what the right answer is.
final class NeighbourFixture {
  let engine: EngineFixture
  let identity = EmbedderIdentity(backend: "test", model: "clusters", dimensions: 24, version: "1")
  let embedder: Int64
  private(set) var vectors: [Int64: (vector: [Float], project: String?)] = [:]
  private var nodes: [Int64: Int64] = [:]
  private var centres: [[Float]] = []
  private var random: SeededGenerator
  private var number = 0

  var store: MemoryStore { engine.engine.store }

  /// Limits at which a few hundred vectors are many.
  static var smallLimits: VectorIndexLimits {
    var limits = VectorIndexLimits()
    limits.smallestIndex = 400
    limits.longestTail = 64
    limits.mostGraves = 60
    limits.mostPieces = 3
    return limits
  }

  init(seed: UInt64, clusters: Int = 20) throws {
    var settings = EngineSettings()
    settings.vectorIndexLimits = Self.smallLimits
    let fixture = try EngineFixture(settings: settings)
    engine = fixture
    random = SeededGenerator(seed: seed)
    let name = identity.description
    embedder = try fixture.engine.store.write { try fixture.engine.store.embedderNumber(for: name) }
    centres = (0..<clusters).map { _ in direction() }
  }

  func search() -> NeighbourSearch { NeighbourSearch(store: store, embedder: identity) }

  /// A point near one of the clusters.
  func point() -> [Float] {
    let centre = centres[Int.random(in: 0..<centres.count, using: &random)]
    return zip(centre, direction()).map { $0 + 0.6 * $1 }
  }

  /// Writes so many passages with vectors, one for each node; a third belongs to no project.
  func insert(_ count: Int) throws {
    try store.write {
      var batch: [PassageVector] = []
      for _ in 0..<count { batch.append(try insertNode()) }
      try store.insertVectors(batch, of: embedder)
      try engine.engine.enqueueVectorIndexWhenDue(of: embedder)
    }
  }

  /// Does the work that waits.
  func work() throws { #expect(try engine.engine.drain().errors == []) }

  /// Another process on the same store.
  func anotherEngine() throws -> MemoryEngine {
    var settings = EngineSettings()
    settings.vectorIndexLimits = Self.smallLimits
    let now = engine.now
    return MemoryEngine(store: try MemoryStore(home: store.home), settings: settings, clock: { now })
  }

  func state() throws -> VectorState { try #require(try store.vectorState(of: embedder)) }

  func uri(of passage: Int64) throws -> MemoryURI {
    try #require(try store.passageRows(ids: [passage]).first.map { try MemoryURI(parsing: $0.uri) })
  }

  /// Every vector stands in exactly one list or in the tail, and what else is in lists is known to be gone.
  func expectSoundLists(_ location: SourceLocation = #_sourceLocation) throws {
    let state = try state()
    var listed: [Int64] = []
    for piece in try state.index.map({ try store.pieces(of: $0).map(\.piece) }) ?? [] {
      try store.withPiece(piece.id) { ids, _ in
        for offset in stride(from: 0, to: ids.count, by: 8) {
          listed.append(ids.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        }
      }
    }
    let graves = Set(try store.vectorGraves(of: embedder).map(\.vector))
    let standing = try store.vectorIDs(of: embedder, after: 0).filter { $0 <= state.covered }
    #expect(Set(listed).count == listed.count, "no vector stands in two lists", sourceLocation: location)
    #expect(Set(listed).subtracting(graves) == Set(standing), sourceLocation: location)
    #expect(state.count == vectors.count, sourceLocation: location)
  }

  private func insertNode() throws -> PassageVector {
    let project = [nil, "orchard", "harbour"][Int.random(in: 0..<3, using: &random)]
    number += 1
    var node = MemoryNode(
      uri: try MemoryURI(parsing: "mem://user/events/n\(number)"), category: .events, abstract: "", overview: "", content: "",
      project: project, provenance: Provenance(origin: .agent, confidence: 1), contentHash: "", createdAt: engine.now,
      updatedAt: engine.now)
    try store.insert(&node)
    try store.insertPassages([Passage(tier: .l2, ordinal: 0, text: "n\(number)")], ofNode: node.id)
    let passage = try store.firstPassageRows(ofNodes: [node.id])[0].id
    let vector = point()
    vectors[passage] = (vector, project)
    nodes[passage] = node.id
    return PassageVector(passage: passage, components: try QuantizedVector(vector).stored)
  }

  /// Deletes so many, chosen by chance.
  func delete(_ count: Int) throws {
    try store.write {
      for passage in vectors.keys.sorted().shuffled(using: &random).prefix(count) {
        try store.removePassages(ofNode: nodes[passage]!)
        try store.delete(nodeID: nodes[passage]!)
        vectors[passage] = nil
      }
    }
  }

  /// The true nearest, by floating point over all.
  func exact(_ query: [Float], in scope: PassageScope, limit: Int) throws -> [(passage: Int64, cosine: Float)] {
    let query = try VectorMath.normalized(query)
    let admitted = vectors.filter { entry in
      switch scope {
      case .project(let name): entry.value.project == nil || entry.value.project == name
      case .unscoped: entry.value.project == nil
      case .everything: true
      }
    }
    let all = try admitted.map { (passage: $0.key, cosine: VectorMath.dot(try VectorMath.normalized($0.value.vector), query)) }
    return Array(all.sorted { $0.cosine > $1.cosine }.prefix(limit))
  }

  /// The part of the true nearest that a search finds, over so many questions.
  func recall(_ search: NeighbourSearch, questions: Int = 30, in scope: PassageScope = .everything, limit: Int = 10) throws
    -> Double
  {
    var (found, wanted) = (0, 0)
    for _ in 0..<questions {
      let query = point()
      let exact = try exact(query, in: scope, limit: limit)
      let answer = Set(try search.nearest(to: query, in: scope, limit: limit).map(\.passage))
      found += exact.filter { answer.contains($0.passage) }.count
      wanted += exact.count
    }
    return wanted == 0 ? 1 : Double(found) / Double(wanted)
  }

  private func direction() -> [Float] {
    let components = (0..<identity.dimensions).map { _ in
      (0..<12).reduce(Float(-6)) { sum, _ in sum + Float.random(in: 0..<1, using: &random) }
    }
    return (try? VectorMath.normalized(components)) ?? components
  }
}
