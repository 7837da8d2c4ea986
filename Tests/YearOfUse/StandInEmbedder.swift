import Embedding
import SeededRandom

/// Vectors of the size of the built-in embedder's, drawn from a text's bytes: they take the same room in the file and in its lists, and cost next to nothing
/// where the real ones of a year would take hours.
struct StandInEmbedder: TextEmbedder {
  let identity = EmbedderIdentity(
    backend: "stand-in", model: "bytes", dimensions: BuiltInEmbedder.identity.dimensions, version: "1")
  let maximumBatch = 64

  func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]] {
    try texts.map { text in
      // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
      var random = SeededGenerator(seed: text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
      return try VectorMath.normalized((0..<identity.dimensions).map { _ in Float.random(in: -1...1, using: &random) })
    }
  }
}
