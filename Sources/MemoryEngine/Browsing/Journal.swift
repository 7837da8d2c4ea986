package import MemoryModel
import MemoryStore

/// What happened lately: sessions, each in a few lines, and the memories of the same time.
package struct JournalRequest: Sendable {
  package var scope: Scope = .everything
  /// The most sessions, 1...200.
  package var limit: Int = 30
  package var before: Timestamp?
  package init() {}
}

package struct JournalOutcome: Sendable {
  package struct Entry: Sendable {
    package var session: Session
    package var digest: SessionDigest
  }

  /// The most recently active first.
  package var sessions: [Entry]
  /// The newest first; without the records that a session's turns are.
  package var memories: [MemoryNode]
  /// Where the next page begins; nil at the end.
  package var next: Timestamp?
}

extension MemoryEngine {
  /// The most memories of one page: a day's import can hold thousands.
  private static let memoriesOfPage = 300

  package func journal(_ request: JournalRequest) throws -> JournalOutcome {
    try store.read {
      let sessions = try store.sessions(project: request.scope.filter, before: request.before, limit: request.limit)
      let isWhole = sessions.count < request.limit
      var filter = NodeFilter()
      filter.categories = Category.allCases.filter { $0 != .sessions }
      filter.project = request.scope.filter
      filter.validAt = now
      filter.createdBefore = request.before
      if !isWhole { filter.createdFrom = sessions.last?.lastActiveAt }
      filter.order = .latestCreated
      filter.limit = Self.memoriesOfPage
      let memories = try store.nodes(filter)
      return JournalOutcome(
        sessions: try sessions.map { session in
          let directory = Category.sessions.directory.appending(Slug.session(session.id))
          return JournalOutcome.Entry(session: session, digest: try store.digest(ofSession: session.id, directory: directory))
        }, memories: memories, next: isWhole ? nil : sessions.last?.lastActiveAt)
    }
  }

  /// Every project that has memories or sessions, by name.
  package func projects() throws -> [ProjectDigest] { try store.read { try store.projects() } }
}
