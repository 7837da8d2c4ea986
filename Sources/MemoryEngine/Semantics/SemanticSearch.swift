package import Embedding
import MemoryStore

/// The half of a search that compares meanings: turns a question into a vector and finds the passages whose vectors are near.
///
/// For one thread at a time, like the engine. Nothing of an embedder or of vectors is in memory before the first question.
package final class SemanticSearch {
  /// Called once, when an embedder is needed for the first time; throws what a person can act on.
  package typealias MakeEmbedder = @Sendable () throws -> any TextEmbedder

  /// A question as a vector.
  struct Question {
    fileprivate let vector: [Float]
    fileprivate let neighbours: NeighbourSearch
    /// How its cosines are read; nil for an embedder whose cosines nobody has measured.
    var scale: MeaningScore.Scale? { neighbours.embedder == BuiltInEmbedder.identity ? .builtIn : nil }
  }

  /// Questions whose vectors are kept: `search` asks the same in several ways, and a page asks again with every letter.
  private static let remembered = 64

  private let store: MemoryStore
  private let make: MakeEmbedder
  private let patience: Duration
  private var made: Result<any TextEmbedder, any Error>?
  private var builtIn: BuiltInEmbedder?
  private var searches: [EmbedderIdentity: NeighbourSearch] = [:]
  private var vectors: [String: [Float]] = [:]

  /// - Parameter patience: how long a question waits for an embedder that is a service.
  init(store: MemoryStore, patience: Duration, make: @escaping MakeEmbedder) {
    self.store = store
    self.patience = patience
    self.make = make
  }

  /// The one that new vectors are made by.
  package func embedder() throws -> any TextEmbedder {
    if made == nil { made = Result { try make() } }
    return try made!.get()
  }

  /// - Returns: a note for the reader in place of the question when there is no vector of it: search goes on with words.
  func question(_ text: String) -> (question: Question?, note: String?) {
    do {
      let embedder = try embedder()
      if embedder is BuiltInEmbedder, !Script.isMostlyLatin(text) { return (nil, nil) }
      // A service is asked for the vector first, which it has little time for; then its identity costs nothing.
      let vector = try vector(of: text, by: embedder, name: "")
      let identity = try embedder.identity
      guard try isOvertaking(identity) else { return (question(vector, identity), nil) }
      let former = try vectorOfBuiltIn(text)
      return (question(former, BuiltInEmbedder.identity), nil)
    } catch {
      return (nil, "found by words alone, without meaning: \(error)")
    }
  }

  private func question(_ vector: [Float], _ identity: EmbedderIdentity) -> Question {
    let neighbours = searches[identity] ?? NeighbourSearch(store: store, embedder: identity)
    searches[identity] = neighbours
    return Question(vector: vector, neighbours: neighbours)
  }

  /// The nearest passages, best first; see `NeighbourSearch.nearest`.
  func nearest(to question: Question, in scope: PassageScope, limit: Int, certain: Int) throws -> [NeighbouringPassage] {
    try question.neighbours.nearest(to: question.vector, in: scope, limit: limit, certain: certain)
  }

  /// The cosines of these passages; one that has no vector yet is left out.
  func cosines(of passages: some Sequence<Int64>, to question: Question) throws -> [Int64: Float] {
    try question.neighbours.cosines(of: passages, to: question.vector)
  }

  private func vector(of text: String, by embedder: any TextEmbedder, name: String) throws -> [Float] {
    let key = name + "\n" + text
    if let vector = vectors[key] { return vector }
    let vector = try embedder.embed([EmbeddedText.query(text)], purpose: .query, deadline: .now + patience)[0]
    if vectors.count >= Self.remembered { vectors.removeAll() }
    vectors[key] = vector
    return vector
  }

  // MARK: While another embedder's vectors are being made

  /// Whether the built-in embedder's vectors are those of more passages still: then they serve.
  private func isOvertaking(_ identity: EmbedderIdentity) throws -> Bool {
    guard identity != BuiltInEmbedder.identity else { return false }
    let known = Dictionary(uniqueKeysWithValues: try store.embedders().map { ($0.identity, $0.vectors) })
    return known[BuiltInEmbedder.identity.description] ?? 0 > known[identity.description] ?? 0
  }

  private func vectorOfBuiltIn(_ text: String) throws -> [Float] {
    let embedder = try builtIn ?? BuiltInEmbedder()
    builtIn = embedder
    return try vector(of: text, by: embedder, name: BuiltInEmbedder.identity.backend)
  }
}
