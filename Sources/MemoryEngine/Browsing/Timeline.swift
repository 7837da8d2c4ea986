import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Sessions with what happened in them as it came, before any extraction, and what was learned from them.
  package func timeline(_ request: TimelineRequest) throws -> TimelineOutcome {
    try store.read {
      guard let id = request.session else {
        // A page of sessions shows the end of each; one that is named shows all of it.
        let sessions = try store.sessions(project: request.scope.filter, before: request.before, limit: request.limit)
        return TimelineOutcome(sessions: try sessions.map { try day(of: $0, limit: 20, before: nil) })
      }
      guard let session = try store.session(id) else {
        throw EngineError.notFound(
          uri: Category.sessions.directory.appending(Slug.session(id)).description,
          hint: "No session `\(id)` was recorded; leave `session_id` out to see the sessions that were.")
      }
      return TimelineOutcome(sessions: [try day(of: session, limit: request.limit, before: request.before)])
    }
  }

  private func day(of session: Session, limit: Int, before: Timestamp?) throws -> TimelineOutcome.Day {
    var learned = NodeFilter()
    learned.session = session.id
    learned.categories = Category.allCases.filter { $0 != .sessions }
    learned.limit = 50
    return TimelineOutcome.Day(
      session: session, observations: try store.observations(ofSession: session.id, limit: limit, before: before),
      memories: try store.nodes(learned).filter { $0.retraction == nil })
  }
}
