/// Names like one that does not exist, for "did you mean".
enum NearNames {
  /// The nearest, or two that are equally near, of those within a third of their length in edits, or that hold or are held by `name`.
  static func of(_ name: String, among names: [String]) -> [String] {
    let wanted = Array(normalised(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64)))))
    guard !wanted.isEmpty else { return [] }
    var near: [(name: String, distance: Int)] = []
    for candidate in names {
      let letters = Array(normalised(candidate))
      let distance = edits(wanted, letters)
      let isPart = wanted.count >= 3 && (String(letters).contains(String(wanted)) || String(wanted).contains(String(letters)))
      if distance <= max(1, max(wanted.count, letters.count) / 3) || isPart { near.append((candidate, distance)) }
    }
    let nearest = near.map(\.distance).min()
    return near.filter { $0.distance == nearest }.map(\.name).sorted().prefix(2).map { $0 }
  }

  /// `allProjects`, `all-projects` and `all_projects` are one name with different habits.
  private static func normalised(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

  /// Levenshtein's distance.
  private static func edits(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        current.append(min(previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[right.count]
  }
}
