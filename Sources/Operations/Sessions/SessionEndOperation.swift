import MemoryEngine
import MemoryModel

/// A session ended.
struct SessionEndOperation: Operation {
  static let method = "session/end"
  let sender: Sender
  let reason: String?

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    reason = arguments.string("reason", maximum: Limits.reason)
  }

  func run(_ context: OperationContext) throws -> SessionBoundaryResult {
    try sender.record(.end(reason: reason), context)
  }
}
