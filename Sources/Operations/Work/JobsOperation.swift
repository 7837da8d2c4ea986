import JSONValues
import MemoryEngine
import MemoryModel

/// The queue: what waits, and what failed too often.
struct JobsOperation: Operation {
  static let method = "jobs"
  let limit: Int

  init(_ arguments: inout Arguments) { limit = arguments.integer("limit", in: 1...1000, default: 100) }

  func run(_ context: OperationContext) throws -> JobsResult { JobsResult(outcome: try context.engine.jobs(limit: limit)) }
}

struct JobsResult: OperationResult {
  let outcome: JobsOutcome

  var json: JSONValue {
    func list(_ jobs: [JobsOutcome.Entry]) -> JSONValue {
      .array(
        jobs.map { job in
          var object: JSONObject = [
            "id": .integer(job.id), "kind": .string(job.kind), "subject": .string(job.subject), "attempts": .count(job.attempts),
          ]
          object["due_at"] = .time(job.dueAt)
          object["parked_at"] = .time(job.parkedAt)
          object["error"] = .text(job.error)
          return .object(object)
        })
    }
    return ["waiting": list(outcome.waiting), "parked": list(outcome.parked), "worker_running": .bool(outcome.isWorkerRunning)]
  }
}
