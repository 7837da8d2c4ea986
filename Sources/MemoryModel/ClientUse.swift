/// A client whose sessions stand in the store.
package struct ClientUse: Hashable, Sendable {
  /// `claude-code`, `codex`, …; nil for those that did not say.
  package var client: String?
  package var sessions: Int
  package var first: Timestamp
  package var last: Timestamp

  package init(client: String?, sessions: Int, first: Timestamp, last: Timestamp) {
    self.client = client
    self.sessions = sessions
    self.first = first
    self.last = last
  }
}
