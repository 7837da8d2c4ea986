import MemoryEngine
import MemoryModel

/// The client compacted the conversation.
struct SessionCompactOperation: Operation {
  static let method = "session/compact"
  let sender: Sender
  let trigger: String?
  let summary: String?

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    trigger = arguments.string("trigger", maximum: Limits.name)
    summary = arguments.string("summary", maximum: nil)
  }

  func run(_ context: OperationContext) throws -> SessionBoundaryResult {
    try sender.record(.compaction(trigger: trigger, summary: summary), context)
  }
}
