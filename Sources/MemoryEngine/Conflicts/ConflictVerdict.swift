import MemoryModel

/// Which of two memories that contradict each other would hold, by rules that stand here as data: the first that applies decides.
package struct ConflictVerdict: Hashable, Sendable {
  package var keepsLater: Bool
  /// The name of the rule.
  package var rule: String
  /// Why, for the person who decides.
  package var reason: String

  /// How much a word counts by the way it came to us, the most explicit first.
  static let explicitness: [(origin: Provenance.Origin, weight: Int, reason: String)] = [
    (.user, 5, "a person wrote it down as a memory"),
    (.signal, 4, "a person asked for it in a prompt"),
    (.agent, 3, "an agent decided that it matters"),
    (.extracted, 2, "it was taken from a conversation afterwards"),
    (.imported, 1, "another program remembered it, nobody knows how"),
  ]

  /// One step apart are ways in which the same word reaches us; two steps apart are different sources, and the later one may just not know.
  static let stepsThatOutweighTime = 2

  struct Rule: Sendable {
    var name: String
    var reason: String
    /// Whether the later one holds; nil: the rule does not apply.
    var keepsLater: @Sendable (_ earlier: MemoryNode, _ later: MemoryNode) -> Bool?
  }

  static let rules: [Rule] = [
    Rule(name: "pinned", reason: "a person pinned it") { earlier, later in
      (earlier.pinnedAt != nil) == (later.pinnedAt != nil) ? nil : later.pinnedAt != nil
    },
    Rule(name: "specific", reason: "what is said of one project holds there, whatever holds in general") { earlier, later in
      earlier.project == later.project ? nil : later.project != nil
    },
    Rule(name: "explicit", reason: "its source counts more than the other's") { earlier, later in
      let difference = weight(of: later) - weight(of: earlier)
      return abs(difference) >= stepsThatOutweighTime ? difference > 0 : nil
    },
    Rule(name: "recent", reason: "it was said later, and its source counts about as much") { _, _ in true },
  ]

  static func of(earlier: MemoryNode, later: MemoryNode) -> ConflictVerdict {
    for rule in rules {
      if let keepsLater = rule.keepsLater(earlier, later) {
        return ConflictVerdict(keepsLater: keepsLater, rule: rule.name, reason: rule.reason)
      }
    }
    return ConflictVerdict(keepsLater: true, rule: "recent", reason: "")
  }

  static func weight(of node: MemoryNode) -> Int { weight(of: node.provenance) }

  static func weight(of provenance: Provenance) -> Int { explicitness.first { $0.origin == provenance.origin }?.weight ?? 0 }
}
