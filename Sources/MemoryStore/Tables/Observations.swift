package import MemoryModel
import SQLite

extension MemoryStore {
  package func insert(_ observation: Observation) throws {
    try connection.execute(
      "INSERT INTO observations (session, at, kind, tool, subject, succeeded, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        observation.session, observation.at, observation.kind.rawValue, observation.tool, observation.subject,
        observation.succeeded,
        observation.text,
      ])
    try connection.execute("UPDATE sessions SET observation_count = observation_count + 1 WHERE id = ?", [observation.session])
  }

  package func observationCount(ofSession id: String) throws -> Int {
    Int(try connection.first("SELECT observation_count FROM sessions WHERE id = ?", [id]) { $0.integer(0) } ?? 0)
  }

  /// The last `limit` observations of a session, in the order in which they came.
  package func observations(ofSession id: String, limit: Int, before: Timestamp? = nil) throws -> [Observation] {
    try connection.query(
      """
      SELECT \(Self.observationColumns) FROM
        (SELECT * FROM observations WHERE session = ? AND at < ? ORDER BY id DESC LIMIT ?) ORDER BY id
      """, [id, before?.milliseconds ?? Int64.max, limit], readObservation)
  }

  /// The columns that `readObservation` reads, in its order.
  static let observationColumns = "id, session, at, kind, tool, subject, succeeded, text"

  func readObservation(_ row: Row) -> Observation {
    Observation(
      id: row.integer(0), session: row.text(1), at: row.timestamp(2), kind: Observation.Kind(rawValue: row.text(3)) ?? .tool,
      tool: row.optionalText(4), subject: row.optionalText(5), succeeded: row.optionalInteger(6).map { $0 != 0 },
      text: row.text(7))
  }

  /// What is past its retention: tool observations older than `moment`, at most `limit` of those behind `id`. The words of the user and of the assistant
  /// stay. It reads the whole table to its end, so not within a write.
  package func toolObservations(before moment: Timestamp, after id: Int64, limit: Int) throws -> [Int64] {
    try connection.query(
      "SELECT id FROM observations WHERE id > ? AND at < ? AND kind = 'tool' ORDER BY id LIMIT ?", [id, moment, limit]
    ) { $0.integer(0) }
  }

  package func deleteObservations(_ ids: [Int64]) throws {
    try connection.execute("DELETE FROM observations WHERE id IN (SELECT value FROM json_each(?))", [jsonArray(ids)])
  }
}
