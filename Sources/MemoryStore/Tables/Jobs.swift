package import MemoryModel
import SQLite

/// Slow work that is still to be done.
package struct Job: Hashable, Sendable {
  package var id: Int64
  package var kind: String
  package var subject: String
  package var generation: Int64
  package var attempts: Int
  package var dueAt: Timestamp
  package var parkedAt: Timestamp?
  package var error: String?
}

extension MemoryStore {
  /// Asks for work. Work that is waiting already is not queued twice; if it is being done right now it will be done again after.
  package func enqueue(kind: String, subject: String, due: Timestamp, at moment: Timestamp) throws {
    try connection.execute(
      """
      INSERT INTO jobs (kind, subject, due_at, created_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (kind, subject) DO UPDATE SET generation = generation + 1, due_at = min(due_at, excluded.due_at), attempts = 0,
        parked_at = NULL, error = NULL
      """, [kind, subject, due, moment])
  }

  /// The job that has been due for longest, or nil.
  package func nextJob(due moment: Timestamp) throws -> Job? {
    try connection.first("\(selectJob) WHERE parked_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT 1", [moment], readJob)
  }

  /// Work that was put off for a reason that begins like this: how much, and when the first of it is due.
  package func postponedJobs(reason: String) throws -> (count: Int, due: Timestamp?) {
    try connection.first(
      "SELECT count(*), min(due_at) FROM jobs WHERE parked_at IS NULL AND substr(error, 1, length(?1)) = ?1", [reason]
    ) { (Int($0.integer(0)), $0.optionalTimestamp(1)) } ?? (0, nil)
  }

  /// Whether it waits, now or later, or is parked.
  package func hasJob(kind: String, subject: String) throws -> Bool {
    try connection.first("SELECT 1 FROM jobs WHERE kind = ? AND subject = ?", [kind, subject]) { _ in true } ?? false
  }

  /// Takes back what was asked for and is no longer wanted.
  package func deleteJobs(kind: String) throws { try connection.execute("DELETE FROM jobs WHERE kind = ?", [kind]) }

  package func parkedJobs() throws -> [Job] {
    try connection.query("\(selectJob) WHERE parked_at IS NOT NULL ORDER BY parked_at DESC LIMIT 100", [], readJob)
  }

  /// What waits to be done, the most urgent first.
  package func waitingJobs(limit: Int) throws -> [Job] {
    try connection.query("\(selectJob) WHERE parked_at IS NULL ORDER BY due_at, id LIMIT ?", [limit], readJob)
  }

  /// Ends a job in the transaction that commits its result. False when it was asked for again meanwhile: then it stays.
  @discardableResult
  package func complete(_ job: Job) throws -> Bool {
    try connection.execute("DELETE FROM jobs WHERE id = ? AND generation = ?", [job.id, job.generation])
    return connection.changes > 0
  }

  package func retry(_ job: Job, due: Timestamp, error: String) throws {
    try connection.execute(
      "UPDATE jobs SET attempts = attempts + 1, due_at = ?, error = ? WHERE id = ? AND generation = ?",
      [due, error, job.id, job.generation])
  }

  /// Puts a job off without blaming it: what it needs is not to be had before.
  package func postpone(_ job: Job, until due: Timestamp, reason: String) throws {
    try connection.execute(
      "UPDATE jobs SET due_at = ?, error = ? WHERE id = ? AND generation = ?", [due, reason, job.id, job.generation])
  }

  package func park(_ job: Job, error: String, at moment: Timestamp) throws {
    try connection.execute(
      "UPDATE jobs SET attempts = attempts + 1, parked_at = ?, error = ? WHERE id = ? AND generation = ?",
      [moment, error, job.id, job.generation])
  }

  /// Gives parked jobs another chance, or one of them; returns how many.
  @discardableResult
  package func unparkJobs(id: Int64? = nil, at moment: Timestamp) throws -> Int {
    try connection.execute(
      "UPDATE jobs SET parked_at = NULL, attempts = 0, due_at = ? WHERE parked_at IS NOT NULL AND (? IS NULL OR id = ?)",
      [moment, id, id])
    return connection.changes
  }

  private var selectJob: String { "SELECT id, kind, subject, generation, attempts, due_at, parked_at, error FROM jobs" }

  private func readJob(_ row: Row) -> Job {
    Job(
      id: row.integer(0), kind: row.text(1), subject: row.text(2), generation: row.integer(3), attempts: Int(row.integer(4)),
      dueAt: row.timestamp(5), parkedAt: row.optionalTimestamp(6), error: row.optionalText(7))
  }
}
