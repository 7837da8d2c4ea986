/// What the cosines of one question's candidates say.
///
/// A cosine means little by itself: how near the nearest is differs from question to question. So it counts by its place between
/// what is unrelated and the nearest.
struct MeaningScore {
  /// The cosines of one embedder.
  struct Scale: Sendable {
    /// Up to this, two texts have nothing in common.
    var unrelated: Double
    /// From this on, they surely speak of the same.
    var agreeing: Double

    /// all-MiniLM-L6-v2, of which these are measured.
    static let builtIn = Scale(unrelated: 0.2, agreeing: 0.6)
  }

  /// There is a vector: words do not decide alone.
  let isKnown: Bool
  private let scale: Scale
  private let nearest: Double

  /// - Parameter scale: nil for an embedder whose cosines nobody has measured. Then half of the candidates are taken to be
  ///   unrelated. In a simulation that took one point of R@10 on LoCoMo and three of the first places on the gold set.
  init(_ candidates: [RankingCandidate], scale: Scale?) {
    let cosines = candidates.compactMap { $0.cosine.map(Double.init) }
    let nearest = cosines.max() ?? 1
    isKnown = !cosines.isEmpty
    self.scale = scale ?? Scale(unrelated: cosines.sorted()[safe: cosines.count / 2] ?? 0, agreeing: nearest)
    self.nearest = nearest
  }

  /// 0...1: how near it is in meaning. What has no vector has no part in it.
  func score(_ cosine: Float?) -> Double {
    guard let cosine else { return 0 }
    return place(of: Double(cosine), below: nearest)
  }

  /// 0...1: how far meaning speaks for the words that a passage shares with the question; 1 where nothing is known of it.
  func agreement(_ cosine: Float?) -> Double {
    guard let cosine else { return 1 }
    return place(of: Double(cosine), below: scale.agreeing)
  }

  private func place(of cosine: Double, below end: Double) -> Double {
    // Where nothing is near, the nearest is not either.
    min(1, max(0, cosine - scale.unrelated) / max(0.05, end - scale.unrelated))
  }
}
