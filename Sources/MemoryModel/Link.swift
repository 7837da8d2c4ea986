/// A typed, weighted edge between two memories.
package struct Link: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case coMention = "co_mention"
    case sameSession = "same_session"
    case supersedes
    case derivedFrom = "derived_from"
    /// Somebody decided that two memories which seem to contradict each other both hold.
    case bothHold = "both_hold"
  }

  package var from: MemoryURI
  package var to: MemoryURI
  package var kind: Kind
  package var weight: Double
  package var createdAt: Timestamp

  package init(from: MemoryURI, to: MemoryURI, kind: Kind, weight: Double, createdAt: Timestamp) {
    self.from = from
    self.to = to
    self.kind = kind
    self.weight = weight
    self.createdAt = createdAt
  }
}
