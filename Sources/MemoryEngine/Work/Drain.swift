import MemoryModel
import MemoryStore

/// What a run of the worker did.
package struct DrainOutcome: Sendable {
  package var done = 0
  package var failed = 0
  /// When the next waiting job is due, for a worker that stays.
  package var errors: [String] = []
  /// What was put off until its day, and why a model did not answer.
  package var notes: [String] = []
}

extension MemoryEngine {
  static let jobHandlers: [any JobHandler.Type] = [
    ExtractSessionJob.self, DistilSessionJob.self, RelateSessionJob.self, MaintenanceJob.self, VectorIndexJob.self,
    DirectoryTiersJob.self, DescribeJob.self,
  ]

  /// Does all work that is due. The caller holds the worker's lock: one worker at a time for a store.
  ///
  /// A failed job is tried again later, twice as long each time; after `settings.maximumAttempts` it is parked with its error until
  /// `retryParkedJobs` or until it is asked for anew.
  /// - Parameter shouldStop: asked between jobs.
  package func drain(shouldStop: () -> Bool = { false }) throws -> DrainOutcome {
    var outcome = DrainOutcome()
    var hasDescribed = false
    while !shouldStop() {
      guard let job = try store.nextJob(due: now) else {
        // Last, because every other job may change what there is to describe.
        guard !hasDescribed, try enqueueDirectoryTiersWhenDue() else { break }
        hasDescribed = true
        continue
      }
      do {
        guard let handler = Self.jobHandlers.first(where: { $0.kind == job.kind }) else { throw UnknownJob(kind: job.kind) }
        try handler.run(job, in: self)
        // Nobody asked for it.
        if job.kind != DirectoryTiersJob.kind, job.kind != DescribeJob.kind { outcome.done += 1 }
      } catch let waits as WorkWaits {
        // Later than now, so that this loop comes to its end.
        let until = max(waits.until, now.advanced(by: .seconds(1)))
        outcome.notes.append("\(job.kind) of \(job.subject) waits until \(until.iso8601): \(waits.reason)")
        try store.write { try store.postpone(job, until: until, reason: waits.reason) }
      } catch {
        let message = Excerpt.words(Redactor.redact(String(describing: error)).text, limit: 500)
        outcome.failed += 1
        outcome.errors.append("\(job.kind) of \(job.subject): \(message)")
        try store.write {
          if job.attempts + 1 >= settings.maximumAttempts {
            try store.park(job, error: message, at: now)
          } else {
            try store.retry(job, due: now.advanced(by: Self.backoff(attempt: job.attempts)), error: message)
          }
        }
      }
    }
    outcome.notes += models?.troubles ?? []
    return outcome
  }

  private static func backoff(attempt: Int) -> Duration { .seconds(30 << min(attempt, 10)) }
}

/// A job of a newer version of this program, or of a broken file.
struct UnknownJob: Error, CustomStringConvertible {
  let kind: String
  var description: String { "this version does not know how to do `\(kind)`" }
}
