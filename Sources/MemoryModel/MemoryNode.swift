/// One node of the tree as the store holds it: a memory (leaf) or a directory.
package struct MemoryNode: Hashable, Sendable {
  package enum Kind: String, Sendable { case directory = "dir", leaf }

  package var id: Int64
  package var uri: MemoryURI
  package var kind: Kind
  package var category: Category
  /// L0: one line of at most about 100 tokens, what a search shows.
  package var abstract: String
  /// L1: an overview of at most about 2,000 tokens, what a session's start injects.
  package var overview: String
  /// L2: the whole content, byte for byte as it was remembered after redaction. Loaded on demand.
  package var content: String
  /// The tags it was remembered with.
  package var tags: [String]
  /// Nil: belongs to no project and is seen in all of them.
  package var project: String?
  package var provenance: Provenance
  package var validity: Validity
  package var retraction: Retraction?
  package var supersededBy: MemoryURI?
  package var pinnedAt: Timestamp?
  /// Of the normalised content; equal hashes in one scope are the same memory.
  package var contentHash: String
  package var relevance: Double
  package var lastAccess: Timestamp?
  package var accessCount: Int
  package var createdAt: Timestamp
  package var updatedAt: Timestamp

  package init(
    id: Int64 = 0, uri: MemoryURI, kind: Kind = .leaf, category: Category, abstract: String, overview: String, content: String,
    tags: [String] = [], project: String?, provenance: Provenance, validity: Validity = Validity(), retraction: Retraction? = nil,
    supersededBy: MemoryURI? = nil, pinnedAt: Timestamp? = nil, contentHash: String, relevance: Double = 1,
    lastAccess: Timestamp? = nil, accessCount: Int = 0, createdAt: Timestamp, updatedAt: Timestamp
  ) {
    self.id = id
    self.uri = uri
    self.kind = kind
    self.category = category
    self.abstract = abstract
    self.overview = overview
    self.content = content
    self.tags = tags
    self.project = project
    self.provenance = provenance
    self.validity = validity
    self.retraction = retraction
    self.supersededBy = supersededBy
    self.pinnedAt = pinnedAt
    self.contentHash = contentHash
    self.relevance = relevance
    self.lastAccess = lastAccess
    self.accessCount = accessCount
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// When a memory is true: from (inclusive) and to (exclusive). Nil is open.
package struct Validity: Hashable, Sendable {
  package var from: Timestamp?
  package var to: Timestamp?

  package init(from: Timestamp? = nil, to: Timestamp? = nil) {
    self.from = from
    self.to = to
  }

  package func contains(_ moment: Timestamp) -> Bool {
    (from.map { $0 <= moment } ?? true) && (to.map { moment < $0 } ?? true)
  }
}

package struct Retraction: Hashable, Sendable {
  package var at: Timestamp
  package var reason: String?

  package init(at: Timestamp, reason: String?) {
    self.at = at
    self.reason = reason
  }
}
