package import MemoryModel

/// A passage and what ranking needs to know of its node.
package struct PassageRow: Hashable, Sendable {
  package var id: Int64
  package var node: Int64
  /// 0, 1 or 2
  package var tier: Int
  package var ordinal: Int
  package var text: String
  /// The node's URI as it stands in the store.
  package var uri: String
  package var category: Category
  package var session: String?
  package var project: String?
  package var validity: Validity
  package var retractedAt: Timestamp?
  package var isPinned: Bool
  /// 0...1: falls with the days without use.
  package var relevance: Double
  package var createdAt: Timestamp
  package var updatedAt: Timestamp

  package init(
    id: Int64, node: Int64, tier: Int = 2, ordinal: Int = 0, text: String, uri: String, category: Category = .events,
    session: String? = nil, project: String? = nil, validity: Validity = Validity(), retractedAt: Timestamp? = nil,
    isPinned: Bool = false,
    relevance: Double = 1, createdAt: Timestamp, updatedAt: Timestamp? = nil
  ) {
    self.id = id
    self.node = node
    self.tier = tier
    self.ordinal = ordinal
    self.text = text
    self.uri = uri
    self.category = category
    self.session = session
    self.project = project
    self.validity = validity
    self.retractedAt = retractedAt
    self.isPinned = isPinned
    self.relevance = relevance
    self.createdAt = createdAt
    self.updatedAt = updatedAt ?? createdAt
  }

  /// When what it says was true or said.
  package var date: Timestamp { validity.from ?? createdAt }
}
