/// Turns texts into vectors of unit length: the one in this program, a service on this machine, or a remote one.
///
/// Synchronous, for callers on real threads: the engine is, and the encoder in this program is arithmetic. An embedder that asks a
/// service blocks the calling thread until `deadline` at most; do not call it from a task.
package protocol TextEmbedder: Sendable {
  /// Which vectors it makes. A service may have to be asked for it, once (its model's version, its number of dimensions), so this
  /// may block and throw as `embed` does. After the first successful `embed` it costs nothing.
  var identity: EmbedderIdentity { get throws }

  /// How many texts make one good batch: what a worker should hand over at once. More are split.
  var maximumBatch: Int { get }

  /// One vector for each text, in order, of `identity.dimensions` finite components and of unit length.
  ///
  /// All or nothing: where one text fails, none has a vector. A query fails fast, so that `find` can go on with words; passages may
  /// be tried again within the deadline. Throws `EmbeddingError`.
  func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]]
}

/// What a text is embedded for. Models are trained with different words before the two.
package enum EmbeddingPurpose: String, CaseIterable, Sendable { case query, passage }
