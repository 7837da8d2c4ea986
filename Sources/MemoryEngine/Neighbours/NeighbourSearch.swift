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
/// A small store is looked through whole. A large one has inverted lists (`VectorIndexer`): the search looks through those lists that can
/// hold a neighbour, and through what stands in no list yet.
///
/// For one thread at a time, like the store below it. Nothing is read or held before the first question; what is held after it is
/// checked against the store by each question, so that what other processes write is found at once.
package final class NeighbourSearch {
  package let embedder: EmbedderIdentity
  private let store: MemoryStore
  private let budget: Int
  /// The embedder's number, once it has one.
  private var number: Int64?
  private var tail: VectorTail
  private var lists: ListCache?
  /// Vectors that are gone and stand in lists, of the state `goneStamp`.
  private var gone: Set<Int64> = []
  private var goneStamp: Int64?
  private var fileStamp: Int64?
  /// The index whose lists turned out to be damaged; searches do without it. See `MemoryEngine.mend`.
  private(set) var damagedIndex: Int64?

  /// Candidates that a scan of 8 bits keeps beyond those that are asked for: their true order is found out with 16 bits. The first 20 held all
  /// of the true ten at a million vectors.
  private static let margin = 30
  /// Vectors outside of lists that are looked through; the oldest of more are left to the worker, which puts them into lists.
  private static let longestTail = 200_000

  /// Vectors in lists that one search looks through, the most promising lists first. A question that is near to nothing would go through all of a
  /// million (0.3 s) to tell which of them is the least far; one that has neighbours needs some thousands.
  private static let mostScanned = 16_384

  /// - Parameter budget: bytes of lists that are held in memory; besides, the newest vectors are.
  package init(store: MemoryStore, embedder: EmbedderIdentity, budget: Int = 256 << 20) {
    self.store = store
    self.embedder = embedder
    self.budget = budget
    tail = VectorTail(dimensions: embedder.dimensions)
  }

  /// Rows that were left out because they are no vectors of this embedder's length: a damaged file.
  package var damagedRows: Int { tail.damagedRows }

  /// Whether lists turned out to be damaged; searches do without them until `MemoryEngine.mend` has them made anew.
  package var isIndexDamaged: Bool { damagedIndex != nil }

  /// The nearest passages, best first; [] while there are no vectors. Inside a read, if the caller reads on.
  ///
  /// - Parameters:
  ///   - query: of the embedder's dimensions; it need not be normalised.
  ///   - scope: a passage of another project with the same hash may slip in (one in four billion): look at the passage.
  ///   - certain: so many of the first are the nearest there are (recall 0.99); the others are the nearest of those lists that had to be looked
  ///     through for these. Nil: all of them.
  /// - Throws: `VectorError` for a vector that cannot be compared; `StoreError`.
  package func nearest(
    to query: [Float], in scope: PassageScope, limit: Int, certain: Int? = nil
  ) throws -> [NeighbouringPassage] {
    let query = try NeighbourQuery(query, dimensions: embedder.dimensions)
    guard limit > 0 else { return [] }
    let certain = max(1, min(limit, certain ?? limit))
    return try store.read {
      guard let number = try knownNumber(), var state = try store.vectorState(of: number), state.count > 0 else { return [] }
      forgetOtherFile(state)
      if state.index != damagedIndex {
        damagedIndex = nil
      } else if damagedIndex != nil {
        state.index = nil
        state.covered = 0
      }
      do {
        return try search(for: query, in: scope.hashes, limit: limit, certain: certain, state: state)
      } catch let damaged as DamagedVectorIndex {
        damagedIndex = damaged.index
        lists = nil
        state.index = nil
        state.covered = 0
        return try search(for: query, in: scope.hashes, limit: limit, certain: certain, state: state)
      }
    }
  }

  private func search(
    for query: NeighbourQuery, in scopes: [UInt32]?, limit: Int, certain: Int, state: VectorState
  ) throws -> [NeighbouringPassage] {
    var collector = NeighbourCollector(capacity: limit + Self.margin)
    try tail.refresh(state, from: store, limit: Self.longestTail)
    collector.scan(tail.block, for: query, in: scopes, gone: tail.gone)
    var looked: [(block: VectorBlock, list: Int)] = []
    if let index = state.index {
      try prepare(index, state)
      if var order = lists?.table.order(for: query) {
        var scanned = 0
        while scanned < Self.mostScanned, let (list, bound) = order.next(), bound >= collector.score(rank: certain - 1) {
          guard let block = try lists?.block(of: list, in: state, store: store) else { break }
          scanned += block.count
          collector.scan(block, for: query, in: scopes, gone: gone)
          looked.append((block, list))
        }
      }
    }
    // What cannot be among the nearest, whatever the lower bits say, is not looked at again.
    let least = collector.score(rank: limit - 1) - query.doubt
    let ranked = try rank(collector.candidates.filter { $0.score >= least }, exactly: certain + Self.margin, for: query, looked)
    return Array(ranked.sorted { ($0.cosine, $1.passage) > ($1.cosine, $0.passage) }.prefix(limit))
  }

  /// The exact cosines of the first `count` of what the scans found. The others' keep the 0.003 by which 8 bits may err: each would cost a read, and
  /// nobody asked for their exact order.
  private func rank(
    _ candidates: [NeighbourCollector.Candidate], exactly count: Int, for query: NeighbourQuery,
    _ looked: [(block: VectorBlock, list: Int)]
  ) throws -> [NeighbouringPassage] {
    var reads: [ObjectIdentifier: Int] = [:]
    for candidate in candidates.prefix(count) { reads[ObjectIdentifier(candidate.block), default: 0] += 1 }
    for (block, list) in looked {
      if let reads = reads[ObjectIdentifier(block)] { try lists?.noteReads(reads, of: list, store: store) }
    }
    return try candidates.enumerated().map { place, candidate in
      let (block, row) = (candidate.block, candidate.row)
      var cosine = candidate.score
      if block.hasResiduals {
        cosine = block.cosine(row: row, to: query)
      } else if place < count {
        try store.withVector(block.ids[row]) { cosine = query.cosine(stored: $0) ?? cosine }
      }
      return NeighbouringPassage(passage: block.passages[row], cosine: cosine)
    }
  }

  private func prepare(_ index: Int64, _ state: VectorState) throws {
    if lists?.index != index {
      let table = try store.withVectorIndex(index) { CentroidTable(stored: $1, dimensions: embedder.dimensions) }
      guard case .some(.some(let table)) = table else { throw DamagedVectorIndex(index: index) }
      lists = ListCache(index: index, table: table, vectors: state.count, budget: budget)
    }
    guard goneStamp != state.listsStamp else { return }
    gone = Set(try store.vectorGraves(of: state.embedder).map(\.vector))
    goneStamp = state.listsStamp
  }

  private func forgetOtherFile(_ state: VectorState) {
    guard fileStamp != state.fileStamp else { return }
    lists = nil
    goneStamp = nil
    damagedIndex = nil
    fileStamp = state.fileStamp
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

extension MemoryEngine {
  /// Has lists that a search found damaged made anew. Not inside a read.
  package func mend(_ search: NeighbourSearch) throws {
    guard let damaged = search.damagedIndex, let number = try store.knownEmbedderNumber(for: search.embedder.description) else {
      return
    }
    try store.write {
      // Another process may have done it.
      guard try store.vectorState(of: number)?.index == damaged else { return }
      try store.dropVectorIndex(of: number)
      try enqueueVectorIndexWhenDue(of: number)
    }
  }
}
