package import MemoryModel

/// Which contradictions are asked for.
package struct ConflictsRequest: Sendable {
  package var scope: Scope = .everything
  /// Also those in which one holds in general and the other in one project, which is as it should be.
  package var includesSpecific = true
  package var limit = 100
  /// The newest so many memories of the scope are compared: a caller waits, so the work of one call is bounded whatever the store holds. Older ones
  /// were compared when they were told, and are again where the scope is narrower.
  package static let mostMemories = 20_000
  package init() {}
}

/// Two memories that stand side by side and cannot both hold.
package struct Conflict: Sendable {
  package enum Kind: String, CaseIterable, Sendable { case polarity, rejected, replaced, value }

  package var kind: Kind
  /// What was said first.
  package var earlier: MemoryNode
  package var later: MemoryNode
  /// Which of them would hold, and by which rule.
  package var verdict: ConflictVerdict
  /// One speaks of every project, the other of one: there the more specific one holds, and both may stay.
  package var isSpecific: Bool
  /// They say more than what contradicts: closing one of them closes that too.
  package var isPartial: Bool

  package var kept: MemoryNode { verdict.keepsLater ? later : earlier }
  package var closed: MemoryNode { verdict.keepsLater ? earlier : later }
}

package struct ConflictsOutcome: Sendable {
  /// Those that are to be decided first, then the specific ones.
  package var conflicts: [Conflict]
  /// Of all that were found, whatever the limit.
  package var total: Int
  package var memories: Int
  package var duration: Duration
}

package struct ResolveRequest: Sendable {
  package enum Decision: Sendable {
    /// The other one is no longer true since this one is.
    case keep(MemoryURI)
    /// Both hold: they are not shown again.
    case dismiss
  }
  package var uri: MemoryURI
  package var other: MemoryURI
  package var decision: Decision

  package init(uri: MemoryURI, other: MemoryURI, decision: Decision) {
    self.uri = uri
    self.other = other
    self.decision = decision
  }
}

package struct ResolveOutcome: Sendable {
  package enum Action: String, CaseIterable, Sendable { case resolved, dismissed, undone }
  package var action: Action
  package var kept: [MemoryURI]
  package var closed: MemoryURI?
  /// Since when the closed one is no longer true.
  package var validTo: Timestamp?

  package init(action: Action, kept: [MemoryURI], closed: MemoryURI?, validTo: Timestamp?) {
    self.action = action
    self.kept = kept
    self.closed = closed
    self.validTo = validTo
  }
}
