package import MemoryModel
import SQLite

/// A row of `sync_values`.
package struct SyncValueRow: Hashable, Sendable {
  package var kind: String
  package var key: String
  /// Nil: it was taken away.
  package var value: String?
  package var time: Timestamp
  package var installation: String

  package init(kind: String, key: String, value: String?, time: Timestamp, installation: String) {
    self.kind = kind
    self.key = key
    self.value = value
    self.time = time
    self.installation = installation
  }
}

extension MemoryStore {
  package func syncValues(kind: String) throws -> [String: SyncValueRow] {
    let rows = try connection.query("\(selectSyncValue) WHERE kind = ?", [kind], readSyncValue)
    return Dictionary(rows.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
  }

  package func syncValue(kind: String, key: String) throws -> SyncValueRow? {
    try connection.first("\(selectSyncValue) WHERE kind = ? AND key = ?", [kind, key], readSyncValue)
  }

  package func unpublishedValues(kinds: [String], limit: Int) throws -> [SyncValueRow] {
    try connection.query(
      "\(selectSyncValue) WHERE is_unpublished > 0 AND kind IN (\(kinds.map { _ in "?" }.joined(separator: ", "))) LIMIT ?",
      kinds as [any DatabaseValueConvertible] + [limit], readSyncValue)
  }

  package func save(_ row: SyncValueRow, isUnpublished: Bool) throws {
    try connection.execute(
      """
      INSERT INTO sync_values (kind, key, value, time, installation, is_unpublished) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, time = excluded.time, installation = excluded.installation,
        is_unpublished = excluded.is_unpublished
      """, [row.kind, row.key, row.value, row.time, row.installation, isUnpublished])
  }

  // MARK: Sessions

  /// Writes a session as another store knows it; what this store alone knows of it stays.
  package func replace(_ session: Session) throws {
    try upsert(session)
    try connection.execute(
      """
      UPDATE sessions SET client = ?, project = ?, working_directory = ?, transcript_path = ?, status = ?, started_at = ?,
        last_active_at = ?, ended_at = ?, observation_count = (SELECT count(*) FROM observations WHERE session = sessions.id)
      WHERE id = ?
      """,
      [
        session.client, session.project, session.workingDirectory, session.transcriptPath, session.status.rawValue,
        session.startedAt,
        session.lastActiveAt, session.endedAt, session.id,
      ])
  }

  /// In the order in which they were written.
  package func observations(after id: Int64, limit: Int) throws -> [Observation] {
    try connection.query(
      "SELECT \(Self.observationColumns) FROM observations WHERE id > ? ORDER BY id LIMIT ?", [id, limit], readObservation)
  }

  package func newestObservation() throws -> Int64? {
    try connection.first("SELECT max(id) FROM observations") { $0.optionalInteger(0) } ?? nil
  }

  package func deleteObservations(ofSession id: String, upTo moment: Timestamp) throws {
    try connection.execute("DELETE FROM observations WHERE session = ? AND at <= ?", [id, moment])
    try connection.execute(
      "UPDATE sessions SET observation_count = (SELECT count(*) FROM observations WHERE session = sessions.id) WHERE id = ?", [id])
  }

  // MARK: How far the files were read

  package func syncOffset(installation: String, number: Int64) throws -> Int64 {
    try connection.first("SELECT offset FROM sync_files WHERE installation = ? AND number = ?", [installation, number]) {
      $0.integer(0)
    }
      ?? 0
  }

  package func setSyncOffset(_ offset: Int64, installation: String, number: Int64) throws {
    try connection.execute(
      """
      INSERT INTO sync_files (installation, number, offset) VALUES (?, ?, ?)
      ON CONFLICT (installation, number) DO UPDATE SET offset = excluded.offset
      """, [installation, number, offset])
  }

  /// What was read, or written, of an installation's files.
  package func syncFiles(of installation: String) throws -> [(number: Int64, offset: Int64)] {
    try connection.query("SELECT number, offset FROM sync_files WHERE installation = ?", [installation]) {
      ($0.integer(0), $0.integer(1))
    }
  }

  package func forgetSyncFiles(_ numbers: [Int64], of installation: String) throws {
    for number in numbers {
      try connection.execute("DELETE FROM sync_files WHERE installation = ? AND number = ?", [installation, number])
    }
  }

  package func forgetSyncOffsets() throws { try connection.execute("UPDATE sync_files SET offset = 0") }

  private var selectSyncValue: String { "SELECT kind, key, value, time, installation FROM sync_values" }

  private func readSyncValue(_ row: Row) -> SyncValueRow {
    SyncValueRow(
      kind: row.text(0), key: row.text(1), value: row.optionalText(2), time: row.timestamp(3), installation: row.text(4))
  }
}

extension MemoryStore {
  /// Whose files were read, and whose were written.
  package func syncInstallations() throws -> [String] {
    try connection.query("SELECT DISTINCT installation FROM sync_files ORDER BY installation") { $0.text(0) }
  }
}
