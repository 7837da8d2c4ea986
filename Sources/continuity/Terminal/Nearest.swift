/// Finds what somebody probably meant.
enum Nearest {
  /// The candidate that takes the fewest edits, when they are few for a word of that length.
  static func word(to word: String, among candidates: some Sequence<String>) -> String? {
    let scored = candidates.map { (candidate: $0, edits: distance(word.lowercased(), $0.lowercased())) }
    guard let best = scored.min(by: { $0.edits < $1.edits }), best.edits <= max(1, word.count / 3) else { return nil }
    return best.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours, counted in characters (optimal string alignment): `fnid` is one slip
  /// away from `find`.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var edits = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { edits = min(edits, beforeLast[j - 1] + 1) }
        row.append(edits)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
