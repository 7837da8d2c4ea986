/// A project in numbers.
package struct ProjectDigest: Hashable, Sendable {
  package var name: String
  /// The directory that has the name; nil when only imported memories know it.
  package var root: String?
  /// Without those that a session's turns are.
  package var memories: Int
  package var sessions: Int
  package var lastActiveAt: Timestamp

  package init(name: String, root: String?, memories: Int, sessions: Int, lastActiveAt: Timestamp) {
    self.name = name
    self.root = root
    self.memories = memories
    self.sessions = sessions
    self.lastActiveAt = lastActiveAt
  }
}
