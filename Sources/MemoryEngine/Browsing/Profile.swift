import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// How to work with this person: the relational profile, who they are, what they prefer.
  package func profile(_ scope: Scope) throws -> ProfileOutcome {
    var filter = NodeFilter()
    filter.project = scope.filter
    filter.validAt = now
    filter.order = .mostUsed
    filter.limit = 200
    filter.categories = [.profile]
    let identity = try store.nodes(filter)
    filter.categories = [.preferences]
    return ProfileOutcome(
      relational: identity.first { $0.uri == Self.relationalProfile },
      identity: identity.filter { $0.uri != Self.relationalProfile },
      preferences: try store.nodes(filter))
  }

  /// How to work with the user: feedback, dynamic, corrections (RFC-001 §5.2).
  static let relationalProfile = Category.profile.directory.appending("communication")
}
