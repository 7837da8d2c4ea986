package import Embedding
package import MemoryStore

/// A passage whose vector is near a question's.
package struct NeighbouringPassage: Hashable, Sendable {
  package let passage: Int64
  /// -1...1
  package let cosine: Float
}

/// Finds the passages whose vectors are nearest to a question's, among the vectors of one embedder.
///
/// For one thread at a time, like the store below it. Nothing is read or held before the first question; what is held after it is
/// checked against the store by each question, so that what other processes write is found at once.
package final class NeighbourSearch {
  package let embedder: EmbedderIdentity
  private let store: MemoryStore
  /// The embedder's number, once it has one.
  private var number: Int64?
  private var tail: VectorTail

  /// Candidates that a scan of 8 bits keeps beyond those that are asked for: their true order is found out with 16 bits. The first 20 held all
  /// of the true ten at a million vectors.
  private static let margin = 30

  package init(store: MemoryStore, embedder: EmbedderIdentity) {
    self.store = store
    self.embedder = embedder
    tail = VectorTail(dimensions: embedder.dimensions)
  }

  /// Rows that were left out because they are no vectors of this embedder's length: a damaged file.
  package var damagedRows: Int { tail.damagedRows }

  /// The nearest passages, best first; [] while there are no vectors. Inside a read, if the caller reads on.
  ///
  /// - Parameters:
  ///   - query: of the embedder's dimensions; it need not be normalised.
  ///   - scope: a passage of another project with the same hash may slip in (one in four billion): look at the passage.
  /// - Throws: `VectorError` for a vector that cannot be compared; `StoreError`.
  package func nearest(to query: [Float], in scope: PassageScope, limit: Int) throws -> [NeighbouringPassage] {
    let query = try NeighbourQuery(query, dimensions: embedder.dimensions)
    guard limit > 0 else { return [] }
    return try store.read {
      guard let number = try knownNumber(), let state = try store.vectorState(of: number), state.count > 0 else { return [] }
      var collector = NeighbourCollector(capacity: limit + Self.margin)
      try tail.refresh(state, from: store)
      collector.scan(tail.block, for: query, in: scope.hashes, gone: tail.gone)
      let ranked = collector.candidates.map {
        NeighbouringPassage(passage: $0.block.passages[$0.row], cosine: $0.block.cosine(row: $0.row, to: query))
      }
      return Array(ranked.sorted { ($0.cosine, $1.passage) > ($1.cosine, $0.passage) }.prefix(limit))
    }
  }

  /// The cosines of these passages' vectors; those without a vector are left out.
  ///
  /// - Throws: as `nearest`
  package func cosines(of passages: some Sequence<Int64>, to query: [Float]) throws -> [Int64: Float] {
    let query = try NeighbourQuery(query, dimensions: embedder.dimensions)
    guard let number = try knownNumber() else { return [:] }
    var cosines: [Int64: Float] = [:]
    try store.read {
      try store.forEachVector(ofPassages: passages, embedder: number) { passage, bytes in
        if let cosine = query.cosine(stored: bytes) { cosines[passage] = cosine }
      }
    }
    return cosines
  }

  private func knownNumber() throws -> Int64? {
    if number == nil { number = try store.knownEmbedderNumber(for: embedder.description) }
    return number
  }
}
