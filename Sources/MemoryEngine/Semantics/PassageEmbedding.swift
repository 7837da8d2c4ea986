import Embedding
import MemoryStore

/// What a run of embedding did.
package struct EmbeddingOutcome: Sendable {
  package var embedded = 0
  /// Passages that still have no vector.
  package var pending = 0
  /// Another process is at it.
  package var isBusy = false
}

extension MemoryEngine {
  /// Passages that are read, embedded and written together: small enough that a kill costs little and a write is short.
  private static let batch = 64
  /// A service that is asked for passages may load its model first.
  private static let patience: Duration = .seconds(60)

  /// Gives a vector to every passage that has none from the embedder in use, the newest first; computes without the write lock.
  ///
  /// One process at a time does it for a store. It may be stopped at any point and goes on from there: what is to be done is what is missing.
  /// When all is done, vectors of other embedders go.
  /// - Parameter shouldStop: asked between batches.
  /// - Throws: `EmbeddingError` when the embedder cannot be used; `StoreError`.
  package func embedPassages(
    progress: (_ done: Int, _ pending: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> EmbeddingOutcome {
    var outcome = EmbeddingOutcome()
    guard let semantics else { return outcome }
    outcome.pending = try pendingEmbeddings()
    let others = try formerEmbedders()
    guard outcome.pending > 0 || !others.isEmpty else { return outcome }
    guard let lock = ProcessLock(path: store.home.embeddingLock) else {
      outcome.isBusy = true
      return outcome
    }
    try withExtendedLifetime(lock) {
      let embedder = try semantics.embedder()
      let identity = try embedder.identity
      let number = try store.write { try store.embedderNumber(for: identity.description) }
      while !shouldStop() {
        let passages = try store.passagesWithoutVector(of: number, limit: Self.batch)
        if passages.isEmpty { break }
        outcome.embedded += try embed(passages, by: embedder, number)
        outcome.pending = try store.countPassagesWithoutVector(of: number)
        progress(outcome.embedded, outcome.pending)
      }
      if outcome.pending == 0 { try deleteVectors(of: try formerEmbedders(), shouldStop: shouldStop) }
    }
    return outcome
  }

  /// How many passages have no vector from the embedder in use; 0 without one, or while its service cannot say which it is.
  package func pendingEmbeddings() throws -> Int {
    guard let identity = try? semantics?.embedder().identity else { return 0 }
    guard let number = try store.knownEmbedderNumber(for: identity.description) else { return try store.passageCount() }
    return try store.countPassagesWithoutVector(of: number)
  }

  private func embed(_ passages: [UnembeddedPassage], by embedder: any TextEmbedder, _ number: Int64) throws -> Int {
    let texts = try embeddedTexts(of: passages)
    var vectors: [PassageVector] = []
    for start in stride(from: 0, to: passages.count, by: embedder.maximumBatch) {
      let range = start..<min(start + embedder.maximumBatch, passages.count)
      let made = try self.vectors(of: Array(texts[range]), by: embedder)
      vectors += zip(passages[range], made).map { PassageVector(passage: $0.id, components: $1) }
    }
    return try store.write {
      let written = try store.insertVectors(vectors, of: number)
      try enqueueVectorIndexWhenDue(of: number)
      return written
    }
  }

  /// As they are stored. One text that the embedder refuses does not hold up the others: what stands for its vector is empty, which no
  /// search finds, and it is not asked for again.
  private func vectors(of texts: [String], by embedder: any TextEmbedder) throws -> [[UInt8]] {
    do {
      return try embedder.embed(texts, purpose: .passage, deadline: .now + Self.patience).map { try QuantizedVector($0).stored }
    } catch {
      guard Self.isAboutTheText(error) else { throw error }
      guard texts.count == 1 else { return try texts.flatMap { try vectors(of: [$0], by: embedder) } }
      return [[]]
    }
  }

  private static func isAboutTheText(_ error: any Error) -> Bool {
    if error is VectorError { return true }
    guard let error = error as? EmbeddingError else { return false }
    return error.kind == .refused || error.kind == .unusable
  }

  // MARK: Embedders of before

  private func formerEmbedders() throws -> [Int64] {
    guard let identity = try? semantics?.embedder().identity else { return [] }
    return try store.embedders().filter { $0.identity != identity.description && $0.vectors > 0 }.map(\.number)
  }

  private func deleteVectors(of embedders: [Int64], shouldStop: () -> Bool) throws {
    for embedder in embedders {
      while !shouldStop(), try store.write({ try store.deleteVectors(of: embedder, limit: 2000) }) > 0 {}
    }
  }
}

extension MemoryEngine {
  /// What of each of these passages is embedded.
  private func embeddedTexts(of passages: [UnembeddedPassage]) throws -> [String] {
    passages.map { EmbeddedText.of(passage: $0.text) }
  }

  /// `none`, or which embedder is in use.
  package var embedderName: String {
    guard let semantics else { return "none" }
    do {
      return try semantics.embedder().identity.description
    } catch {
      return "unavailable: \(error)"
    }
  }
}
