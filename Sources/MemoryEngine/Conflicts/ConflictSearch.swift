import MemoryModel

/// Finds the pairs among many memories that are worth comparing, and compares them.
struct ConflictSearch {
  /// A word in more memories than this brings none of them together; two neighbouring words may.
  private static let commonest = 60
  /// "Indents with tabs": a text with no more keys than this has no two to share.
  private static let fewKeys = 6
  /// Longer texts are records, not statements: the first sentences say what they are about.
  private static let statementsOfOne = 6

  private struct Entry {
    var node: MemoryNode
    var statements: [Statement]
    /// What may bring it together with others.
    var keys: Set<String>
  }

  private let entries: [Entry]

  init(_ nodes: [MemoryNode]) {
    entries = nodes.map { node in
      let statements = Array(Statement.statements(of: node.content).prefix(Self.statementsOfOne))
      return Entry(node: node, statements: statements, keys: Self.keys(of: statements))
    }
  }

  func conflicts() -> [Conflict] {
    var found: [Conflict] = []
    for (one, other) in pairs() {
      let (first, second) = (entries[one], entries[other])
      guard first.node.project == second.node.project || first.node.project == nil || second.node.project == nil else { continue }
      let isFirstEarlier = (first.node.beginning, first.node.id) < (second.node.beginning, second.node.id)
      let (earlier, later) = isFirstEarlier ? (first, second) : (second, first)
      if let conflict = Self.compare(earlier, later) { found.append(conflict) }
    }
    return found
  }

  private static func compare(_ earlier: Entry, _ later: Entry) -> Conflict? {
    var isPartial = false
    var kind =
      Contradiction.closes(old: earlier.statements, new: later.statements)
      ?? UnsegmentedContradiction.kind(old: earlier.node.content, new: later.node.content)
    if kind == nil {
      kind = Contradiction.part(old: earlier.statements, new: later.statements)
      isPartial = kind != nil
    }
    guard let kind, let shown = Conflict.Kind(rawValue: kind.rawValue) else { return nil }
    return Conflict(
      kind: shown, earlier: earlier.node, later: later.node, verdict: .of(earlier: earlier.node, later: later.node),
      isSpecific: earlier.node.project != later.node.project, isPartial: isPartial)
  }

  /// Pairs of places that share two rare words or two neighbouring ones; of a text of few words one is enough.
  private func pairs() -> [(Int, Int)] {
    var postings: [String: [Int]] = [:]
    for (place, entry) in entries.enumerated() {
      for key in entry.keys { postings[key, default: []].append(place) }
    }
    var pairs: [(Int, Int)] = []
    for (place, entry) in entries.enumerated() {
      var shared: [Int: Int] = [:]
      for key in entry.keys {
        guard let others = postings[key], others.count <= Self.commonest else { continue }
        // Two neighbouring words stand as one key and say as much as two.
        let weight = key.utf8.contains(UInt8(ascii: " ")) || key.utf8.count == 6 && !key.utf8.allSatisfy({ $0 < 0x80 }) ? 2 : 1
        for other in others where other > place { shared[other, default: 0] += weight }
      }
      for (other, weight) in shared
      where weight >= 2 || min(entry.keys.count, entries[other].keys.count) <= Self.fewKeys { pairs.append((place, other)) }
    }
    return pairs
  }

  private static func keys(of statements: [Statement]) -> Set<String> {
    var keys = Set<String>()
    for statement in statements {
      let words = statement.words.filter { !StatementWords.framing.contains($0) }.map(Likeness.stem)
      keys.formUnion(words)
      for (one, other) in zip(words, words.dropFirst()) { keys.insert(one + " " + other) }
      // Unspaced scripts: letters two by two.
      for word in words where word.unicodeScalars.contains(where: { (0x3040...0x9FFF).contains($0.value) }) {
        let letters = Array(word)
        for (one, other) in zip(letters, letters.dropFirst()) { keys.insert(String([one, other])) }
      }
    }
    return keys
  }
}
