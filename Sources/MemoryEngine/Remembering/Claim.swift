/// A text with its statements, taken apart once for as many comparisons as it takes.
struct Claim {
  /// Longer texts say several things; one of them being outdated does not close the others.
  private static let longestText = 60

  let text: String
  let statements: [Statement]
  /// Short enough to be outdated as a whole.
  let isComparable: Bool

  init(_ text: String) {
    self.text = text
    isComparable = text.utf8.count <= 8 * Self.longestText && Likeness.words(of: text).count <= Self.longestText
    statements = isComparable ? Statement.statements(of: text) : []
  }
}
