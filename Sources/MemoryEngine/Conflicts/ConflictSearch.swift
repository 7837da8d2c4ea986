import MemoryModel

/// Finds the pairs among many memories that are worth comparing, and compares them.
struct ConflictSearch {
  /// A word in more memories than this brings none of them together; two neighbouring words may.
  private static let commonest = 60
  /// "Indents with tabs": a text with no more keys than this has no two to share.
  private static let fewKeys = 6
  /// Longer texts are records, not statements: the first sentences say what they are about.
  private static let statementsOfOne = 6
  /// Bytes of a memory in which these are looked for.
  private static let longestRead = 4096

  private struct Entry {
    var node: MemoryNode
    var statements: [Statement]
    /// What may bring it together with others, by number; each once.
    var keys: [Int32]
    var isUnspaced: Bool
  }

  private let entries: [Entry]
  /// Which keys are two neighbouring words, and say as much as two.
  private let isDouble: [Bool]
  /// Pairs that were compared: what the search costs, whatever the machine.
  private(set) var comparisons = 0

  init(_ nodes: [MemoryNode]) {
    var numbers: [String: Int32] = [:]
    var isDouble: [Bool] = []
    entries = nodes.map { node in
      let statements = Array(Statement.statements(of: Self.opening(of: node.content)).prefix(Self.statementsOfOne))
      var keys: Set<Int32> = []
      Self.eachKey(of: statements) { key, double in
        if let number = numbers[key] {
          keys.insert(number)
        } else {
          let number = Int32(isDouble.count)
          numbers[key] = number
          isDouble.append(double)
          keys.insert(number)
        }
      }
      return Entry(node: node, statements: statements, keys: Array(keys), isUnspaced: statements.contains { $0.isUnspaced })
    }
    self.isDouble = isDouble
  }

  /// As much of a text as its first statements can stand in: a pasted log of a megabyte is not read to its end.
  private static func opening(of content: String) -> String {
    content.utf8.count <= longestRead ? content : String(decoding: content.utf8.prefix(longestRead), as: UTF8.self)
  }

  mutating func conflicts() -> [Conflict] {
    var found: [Conflict] = []
    for (one, other) in pairs() {
      let (first, second) = (entries[one], entries[other])
      guard first.node.project == second.node.project || first.node.project == nil || second.node.project == nil else { continue }
      comparisons += 1
      let isFirstEarlier = (first.node.beginning, first.node.id) < (second.node.beginning, second.node.id)
      let (earlier, later) = isFirstEarlier ? (first, second) : (second, first)
      if let conflict = Self.compare(earlier, later) { found.append(conflict) }
    }
    return found
  }

  private static func compare(_ earlier: Entry, _ later: Entry) -> Conflict? {
    var isPartial = false
    var kind = Contradiction.closes(old: earlier.statements, new: later.statements)
    if kind == nil, earlier.isUnspaced, later.isUnspaced {
      kind = UnsegmentedContradiction.kind(old: earlier.node.content, new: later.node.content)
    }
    if kind == nil {
      kind = Contradiction.part(old: earlier.statements, new: later.statements)
      isPartial = kind != nil
    }
    guard let kind, let shown = Conflict.Kind(rawValue: kind.rawValue) else { return nil }
    return Conflict(
      kind: shown, earlier: earlier.node, later: later.node, verdict: .of(earlier: earlier.node, later: later.node),
      isSpecific: earlier.node.project != later.node.project, isPartial: isPartial)
  }

  /// Pairs of places that share two rare words or two neighbouring ones; of a text of few words one is enough. Each memory meets at most
  /// `commonest` others for each of its keys, so that their number grows with the memories and not with their square.
  private func pairs() -> [(Int, Int)] {
    var postings = [[Int32]](repeating: [], count: isDouble.count)
    for (place, entry) in entries.enumerated() {
      // One more than may be says that there are too many.
      for key in entry.keys where postings[Int(key)].count <= Self.commonest { postings[Int(key)].append(Int32(place)) }
    }
    var pairs: [(Int, Int)] = []
    var weights = [UInt8](repeating: 0, count: entries.count)
    var met: [Int32] = []
    for (place, entry) in entries.enumerated() {
      for key in entry.keys where postings[Int(key)].count <= Self.commonest {
        let weight: UInt8 = isDouble[Int(key)] ? 2 : 1
        for other in postings[Int(key)] where other > place {
          if weights[Int(other)] == 0 { met.append(other) }
          weights[Int(other)] = min(2, weights[Int(other)] + weight)
        }
      }
      for other in met {
        if weights[Int(other)] >= 2 || min(entry.keys.count, entries[Int(other)].keys.count) <= Self.fewKeys {
          pairs.append((place, Int(other)))
        }
        weights[Int(other)] = 0
      }
      met.removeAll(keepingCapacity: true)
    }
    return pairs
  }

  private static func eachKey(of statements: [Statement], _ body: (_ key: String, _ isDouble: Bool) -> Void) {
    for statement in statements {
      var last: String?
      for (word, stem) in zip(statement.words, statement.stems) where !StatementWords.framing.contains(word) {
        body(stem, false)
        if let last { body(last + " " + stem, true) }
        last = stem
        // Unspaced scripts: letters two by two.
        guard statement.isUnspaced, word.unicodeScalars.contains(where: { (0x3040...0x9FFF).contains($0.value) }) else { continue }
        let letters = Array(word)
        for (one, other) in zip(letters, letters.dropFirst()) { body(String([one, other]), true) }
      }
    }
  }
}
