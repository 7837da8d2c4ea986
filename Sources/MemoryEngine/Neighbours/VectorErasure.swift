import Embedding
import MemoryStore

extension MemoryEngine {
  /// Takes vectors that were deleted out of the lists at once: who erases a memory wants nothing left from which it could be guessed.
  /// In the write that deletes them.
  func eraseDeletedVectors() throws {
    for embedder in try store.embedders() {
      guard let identity = EmbedderIdentity(embedder.identity), try !store.vectorGraves(of: embedder.number).isEmpty else {
        continue
      }
      let indexer = VectorIndexer(
        store: store, embedder: embedder.number, dimensions: identity.dimensions, limits: settings.vectorIndexLimits)
      let isErased: Bool
      do {
        isErased = try indexer.sweep().isEmpty
      } catch is DamagedVectorIndex {
        isErased = false
      }
      guard !isErased else { continue }
      try store.dropVectorIndex(of: embedder.number)
      try enqueueVectorIndexWhenDue(of: embedder.number)
    }
    // Lists of an index that is being made hold them too; whoever makes it finds it gone, and begins again.
    while try store.deleteUnusedLists(limit: 1000) > 0 {}
  }
}
