package import MemoryModel
import SQLite

extension MemoryStore {
  package func session(_ id: String) throws -> Session? {
    try connection.first("\(selectSession) WHERE id = ?", [id], readSession)
  }

  /// The most recently active first.
  package func sessions(project: NodeFilter.ProjectFilter, before: Timestamp?, limit: Int) throws -> [Session] {
    var arguments: [any DatabaseValueConvertible] = [before?.milliseconds ?? Int64.max]
    var condition = "last_active_at < ?"
    switch project {
    case .projectAndUnscoped(let name), .only(let name):
      condition += " AND project = ?"
      arguments.append(name)
    case .unscoped: condition += " AND project IS NULL"
    case .any: break
    }
    arguments.append(limit)
    return try connection.query("\(selectSession) WHERE \(condition) ORDER BY last_active_at DESC LIMIT ?", arguments, readSession)
  }

  /// Inserts the session, or notes that it is active again; what is nil keeps its value.
  package func upsert(_ session: Session) throws {
    try connection.execute(
      """
      INSERT INTO sessions (id, client, project, working_directory, transcript_path, status, started_at, last_active_at, ended_at, turn_private)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET client = coalesce(excluded.client, client), project = coalesce(excluded.project, project),
        working_directory = coalesce(excluded.working_directory, working_directory),
        transcript_path = coalesce(excluded.transcript_path, transcript_path), status = excluded.status,
        last_active_at = max(last_active_at, excluded.last_active_at), ended_at = excluded.ended_at, turn_private = excluded.turn_private
      """,
      [
        session.id, session.client, session.project, session.workingDirectory, session.transcriptPath, session.status.rawValue,
        session.startedAt, session.lastActiveAt, session.endedAt, session.isTurnPrivate,
      ])
  }

  /// What a list shows of a session besides the session itself.
  package func digest(ofSession id: String, directory: MemoryURI) throws -> SessionDigest {
    func count(_ sql: String, _ arguments: [any DatabaseValueConvertible]) throws -> Int {
      Int(try connection.first(sql, arguments) { $0.integer(0) } ?? 0)
    }
    return SessionDigest(
      observations: try observationCount(ofSession: id),
      turns: try count("SELECT count(*) FROM mem_nodes WHERE parent_uri = ?", [directory.appending("turns").description]),
      learned: try count(
        "SELECT count(*) FROM mem_nodes WHERE source_session = ? AND category != 'sessions' AND retracted_at IS NULL", [id]),
      abstract: try connection.first(
        "SELECT l0_abstract FROM mem_nodes WHERE uri = ?", [directory.appending("summary").description]
      ) { $0.text(0) },
      firstPrompt: try connection.first(
        "SELECT text FROM observations WHERE session = ? AND kind = 'prompt' ORDER BY id LIMIT 1", [id]
      ) { $0.text(0) })
  }

  package func markExtracted(session id: String, at moment: Timestamp) throws {
    try connection.execute("UPDATE sessions SET extracted_at = ? WHERE id = ?", [moment, id])
  }

  /// The columns that `readSession` reads, in its order.
  static let sessionColumns =
    "id, client, project, working_directory, transcript_path, status, started_at, last_active_at, ended_at, turn_private"

  private var selectSession: String { "SELECT \(Self.sessionColumns) FROM sessions" }

  func readSession(_ row: Row) -> Session {
    Session(
      id: row.text(0), client: row.optionalText(1), project: row.optionalText(2), workingDirectory: row.optionalText(3),
      transcriptPath: row.optionalText(4), status: Session.Status(rawValue: row.text(5)) ?? .active, startedAt: row.timestamp(6),
      lastActiveAt: row.timestamp(7), endedAt: row.optionalTimestamp(8), isTurnPrivate: row.bool(9))
  }
}
