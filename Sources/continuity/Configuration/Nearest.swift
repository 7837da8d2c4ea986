/// Finds what somebody probably meant.
enum Nearest {
  /// The candidate that takes the fewest edits, when they are few for a word of that length.
  static func word(to word: String, among candidates: some Sequence<String>) -> String? {
    let scored = candidates.map { (candidate: $0, edits: distance(word.lowercased(), $0.lowercased())) }
    guard let best = scored.min(by: { $0.edits < $1.edits }), best.edits <= max(1, word.count / 3) else { return nil }
    return best.candidate
  }

  /// Levenshtein's, counted in characters.
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
