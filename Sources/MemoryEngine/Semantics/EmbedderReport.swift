import Embedding
import MemoryStore

/// What compares meanings in a store, for people and for scripts.
package struct EmbedderReport: Sendable {
  /// `none`, `backend:model:dims:version`, or why there is none.
  package var name: String
  package var vectors: Int
  package var pending: Int
  /// The processor's instructions that the built-in one uses.
  package var kernels: String?
  /// Others that have vectors here still.
  package var former: [(identity: String, vectors: Int)]
}

extension MemoryEngine {
  package func embedderReport() throws -> EmbedderReport {
    let name = embedderName
    let known = try store.embedders()
    return EmbedderReport(
      name: name, vectors: known.first { $0.identity == name }?.vectors ?? 0, pending: try pendingEmbeddings(),
      kernels: (try? semantics?.embedder() as? BuiltInEmbedder)?.kernels,
      former: known.filter { $0.identity != name && $0.vectors > 0 }.map { ($0.identity, $0.vectors) })
  }

  /// Nothing when the embedder in use can be asked; else what is wrong. Reads all of the built-in one's weights.
  package func embedderFault() -> String? {
    guard let semantics else { return nil }
    do {
      let embedder = try semantics.embedder()
      _ = try embedder.identity
      try (embedder as? BuiltInEmbedder)?.verifyWeights()
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Throws the vectors of the embedder in use away; search is by words until they are made anew.
  package func forgetVectors() throws {
    guard let identity = try semantics?.embedder().identity, let number = try store.knownEmbedderNumber(for: identity.description)
    else { return }
    while try store.write({ try store.deleteVectors(of: number, limit: 2000) }) > 0 {}
  }
}
