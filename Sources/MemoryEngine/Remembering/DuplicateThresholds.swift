/// From where on two texts of one category are one memory.
///
/// Measured with the built-in embedder on the 51 pairs of `DuplicateThresholdTests`, which say the same, refine, contradict or only resemble one
/// another, and on all 26,796 pairs of the gold set's memories (`Tests/EndToEnd/gold`), none of which are one.
struct DuplicateThresholds: Sendable {
  /// The cosine of two abstracts from which on they say the same, of what may be rewritten. What contradicts reaches 0.925 ("Uses bun instead of
  /// npm", "Uses npm again; bun was dropped"), what says the same 0.63 to 0.944: in between nobody can tell by meaning alone.
  var same: Float
  /// The same of what happened, where a part of the words is shared as well: accounts of one thing reach 0.87 to 0.944 with 0.4 to 0.71 of their
  /// words, accounts of two things 0.863 with 0.14 (and more where a name or a number differs, which is looked at first).
  var sameAccount: Float
  var accountWords: Double
  /// The cosine from which on a model is asked; below, they are two memories. Of pairs that are one or contradict, one of 33 lies below; of
  /// the gold set's, one of a thousand lies above.
  var grey: Float
  /// Shared content words over all (Jaccard) from which on a model is asked where nothing can be said of the meaning.
  var greyWords: Double

  /// Below this no pair is looked at twice.
  var least: Double { min(Double(grey), greyWords) }

  static let measured = DuplicateThresholds(same: 0.95, sameAccount: 0.88, accountWords: 0.4, grey: 0.6, greyWords: 0.5)
}
