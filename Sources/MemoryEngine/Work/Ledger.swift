import LanguageModels
package import MemoryModel
import MemoryStore

/// What language models were asked and what it cost.
package struct LedgerOutcome: Sendable {
  /// By day (UTC), the oldest first; days without a call are left out.
  package var days: [(day: Timestamp, total: LedgerTotal)]
  /// What for, the most expensive first.
  package var purposes: [(purpose: String, total: LedgerTotal)]
  /// Of the day (UTC) that it is.
  package var today: LedgerTotal
  /// The newest first.
  package var entries: [ModelCall]
  /// Pieces of work that did not fit into a day's budget, and when the first of them is done.
  package var postponed: (count: Int, due: Timestamp?)
  /// What a day may cost; nil where nothing limits it.
  package var callsPerDay: Int?
  package var tokensPerDay: Int?
}

/// Work that waits, and work that failed too often.
package struct JobsOutcome: Sendable {
  package struct Entry: Sendable {
    package var id: Int64
    package var kind: String
    /// What it is about: a session, a memory.
    package var subject: String
    package var attempts: Int
    package var dueAt: Timestamp
    package var parkedAt: Timestamp?
    package var error: String?

    init(_ job: Job) {
      id = job.id
      kind = job.kind
      subject = job.subject
      attempts = job.attempts
      dueAt = job.dueAt
      parkedAt = job.parkedAt
      error = job.error
    }
  }

  /// The most urgent first.
  package var waiting: [Entry]
  package var parked: [Entry]
  package var isWorkerRunning: Bool
}

extension MemoryEngine {
  /// - Parameters:
  ///   - days: 1...366, today being the last.
  ///   - limit: the most single calls.
  package func ledger(days: Int, limit: Int) throws -> LedgerOutcome {
    let first = Timestamp(
      milliseconds: (now.milliseconds / Timestamp.millisecondsPerDay - Int64(days - 1)) * Timestamp.millisecondsPerDay)
    return try store.read {
      LedgerOutcome(
        days: try store.ledgerDays(since: first), purposes: try store.ledgerPurposes(since: first),
        today: try store.ledgerTotal(since: Timestamp(now.date)), entries: try store.ledgerRows(since: first, limit: limit),
        postponed: try store.postponedJobs(reason: ModelBudget.Refusal.opening), callsPerDay: settings.modelCallsPerDay,
        tokensPerDay: settings.modelTokensPerDay)
    }
  }

  package func jobs(limit: Int) throws -> JobsOutcome {
    try store.read {
      JobsOutcome(
        waiting: try store.waitingJobs(limit: limit).map(JobsOutcome.Entry.init),
        parked: try store.parkedJobs().map(JobsOutcome.Entry.init),
        isWorkerRunning: ProcessLock.isHeld(path: store.home.workerLock))
    }
  }

  /// Gives parked jobs another chance, or one of them by its id; returns how many.
  @discardableResult
  package func retryParkedJobs(id: Int64? = nil) throws -> Int { try store.write { try store.unparkJobs(id: id, at: now) } }
}
