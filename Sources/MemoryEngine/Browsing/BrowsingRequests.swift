package import MemoryModel

package struct TreeRequest: Sendable {
  package var uri: MemoryURI = .root
  /// 1...10 levels below `uri`.
  package var depth: Int = 2
  /// The most children shown of one directory, newest first in sessions and events; 1...1000.
  package var limit: Int = 50
  package var scope: Scope = .everything
  package init() {}
}

/// A directory or memory with what stands below it.
package struct TreeEntry: Sendable {
  package var uri: MemoryURI
  package var kind: MemoryNode.Kind
  package var category: Category?
  package var abstract: String
  package var project: String?
  package var updatedAt: Timestamp?
  /// All valid memories below, at any depth.
  package var count: Int
  package var children: [TreeEntry]
  /// Children that exist but are not shown because of the limit.
  package var omitted: Int
}

package struct ReadRequest: Sendable {
  package enum Layer: Sendable { case one(Tier), all }
  package var uri: MemoryURI
  package var layer: Layer = .all
  /// False where somebody merely looks around.
  package var countsAsUse = true
  package init(uri: MemoryURI) { self.uri = uri }
}

/// A memory with where it came from and what it is tied to, or a directory with what stands in it.
package struct ReadOutcome: Sendable {
  /// For a directory above the categories `node.category` says nothing: ask its `uri.category`.
  package var node: MemoryNode
  package var layer: ReadRequest.Layer
  /// Newest first.
  package var history: [Revision]
  package var links: [Link]
  /// For a directory, one level deep.
  package var children: [TreeEntry]
}

package struct ForgetRequest: Sendable {
  package var uri: MemoryURI
  package var reason: String?
  /// Erases the text instead of keeping a retracted memory.
  package var purge: Bool = false
  package var supersededBy: MemoryURI?
  package init(uri: MemoryURI) { self.uri = uri }
}

package struct ForgetOutcome: Sendable {
  package enum Action: String, Sendable { case retracted, erased, alreadyRetracted = "already_retracted" }
  package var action: Action
  /// Each memory that went, with its abstract (empty when erased).
  package var forgotten: [(uri: MemoryURI, abstract: String)]
  /// After an erasure: copies in the store's own folder that it was taken out of too.
  package var erasedCopies: [String] = []
  /// After an erasure: copies in that folder which may hold the text still, because they could not be read or written.
  package var remainingCopies: [String] = []
}

package struct ProfileOutcome: Sendable {
  /// `mem://user/profile/communication`, when there is one.
  package var relational: MemoryNode?
  package var identity: [MemoryNode]
  package var preferences: [MemoryNode]
}

package struct TimelineRequest: Sendable {
  /// Nil: all sessions of the scope, newest first.
  package var session: String?
  package var scope: Scope = .everything
  package var limit: Int = 50
  package var before: Timestamp?
  package init() {}
}

package struct TimelineOutcome: Sendable {
  package struct Day: Sendable {
    package var session: Session
    package var observations: [Observation]
    /// What was learned from it.
    package var memories: [MemoryNode]
  }
  /// In time order when one session was named, else the newest first.
  package var sessions: [Day]
}

package struct LinksOutcome: Sendable {
  package var uri: MemoryURI
  package var links: [Link]

  package init(uri: MemoryURI, links: [Link]) {
    self.uri = uri
    self.links = links
  }
}

package struct HistoryOutcome: Sendable {
  package var node: MemoryNode
  /// Newest first.
  package var revisions: [Revision]
}
