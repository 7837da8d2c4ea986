import MemoryEngine
import MemoryModel

/// The assistant, or a subagent, finished its turn.
struct SessionStopOperation: Operation {
  static let method = "session/stop"
  let sender: Sender
  let lastWords: String?
  /// The type of the subagent whose turn it was; nil for the assistant itself.
  let subagent: String?

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    lastWords = arguments.string("last_assistant_message", maximum: nil)
    subagent = arguments.string("subagent", maximum: Limits.name)
  }

  func run(_ context: OperationContext) throws -> SessionBoundaryResult {
    try sender.record(subagent.map { .subagent(type: $0, lastWords: lastWords) } ?? .turn(lastWords: lastWords), context)
  }
}
