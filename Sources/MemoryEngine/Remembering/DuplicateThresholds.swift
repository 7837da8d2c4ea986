/// From where on two texts of one category are one memory.
///
/// Measured with the built-in embedder on 60 pairs of memories that say the same, refine, contradict or only resemble one another, and on
/// all pairs of the gold set's memories (`Tests/EndToEnd/gold`), of which none are one: `DuplicateThresholdTests` hold the figures.
struct DuplicateThresholds: Sendable {
  /// The cosine of two abstracts above which they say the same, whatever their words.
  var same: Float
  /// The cosine above which they do when they share words too: see `sharedWords`.
  var sameWithWords: Float
  /// Shared content words over all (Jaccard).
  var sharedWords: Double
  /// The cosine from which on a model is asked; below, they are two memories.
  var grey: Float

  /// Below this no pair is looked at twice.
  var least: Double { min(Double(grey), sharedWords) }

  static let measured = DuplicateThresholds(same: 0.93, sameWithWords: 0.86, sharedWords: 0.5, grey: 0.72)
}
