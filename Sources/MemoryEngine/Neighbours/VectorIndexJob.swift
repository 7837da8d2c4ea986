import Embedding
import MemoryStore

/// Tends the lists in which an embedder's nearest vectors are looked for. The subject is the embedder's number.
enum VectorIndexJob: JobHandler {
  static let kind = "vector-index"
  private static let listsAtOnce = 64

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    let store = engine.store
    while try store.write({ try store.deleteUnusedLists(limit: listsAtOnce) }) > 0 {}
    if let embedder = try store.embedders().first(where: { String($0.number) == job.subject }),
      let identity = EmbedderIdentity(embedder.identity)
    {
      let indexer = VectorIndexer(
        store: store, embedder: embedder.number, dimensions: identity.dimensions, limits: engine.settings.vectorIndexLimits)
      do {
        try tend(indexer)
      } catch is DamagedVectorIndex {
        try store.write { try store.dropVectorIndex(of: embedder.number) }
        try tend(indexer)
      }
    }
    while try store.write({ try store.deleteUnusedLists(limit: listsAtOnce) }) > 0 {}
    try store.write { _ = try store.complete(job) }
  }

  private static func tend(_ indexer: VectorIndexer) throws {
    guard let state = try indexer.store.vectorState(of: indexer.embedder) else { return }
    switch try indexer.task(state) {
    case .nothing: break
    case .build: try indexer.build()
    case .fold: try indexer.fold()
    case .sweep: try indexer.sweep()
    }
  }
}

extension MemoryEngine {
  /// Asks for the lists to be tended when so many vectors stand outside of them that searches notice. Called after vectors were inserted;
  /// inside a write.
  package func enqueueVectorIndexWhenDue(of embedder: Int64) throws {
    guard let state = try store.vectorState(of: embedder) else { return }
    let limits = settings.vectorIndexLimits
    guard try store.isTailLonger(than: state.index == nil ? limits.smallestIndex - 1 : limits.longestTail, of: state) else {
      return
    }
    try store.enqueue(kind: VectorIndexJob.kind, subject: String(embedder), due: now, at: now)
  }
}
