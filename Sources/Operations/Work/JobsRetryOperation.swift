import JSONValues
import MemoryEngine

/// Gives parked work another chance.
struct JobsRetryOperation: Operation {
  static let method = "jobs/retry"
  /// Nil: all of it.
  let id: Int?

  init(_ arguments: inout Arguments) { id = arguments.integer("id", in: 1...Int(Int32.max)) }

  func run(_ context: OperationContext) throws -> JobsRetryResult {
    JobsRetryResult(retried: try context.engine.retryParkedJobs(id: id.map(Int64.init)))
  }
}

struct JobsRetryResult: OperationResult {
  let retried: Int
  var json: JSONValue { ["retried": .count(retried)] }
}
