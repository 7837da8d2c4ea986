import JSONValues
import MemoryEngine
import MemoryModel

/// Marks a memory so that it does not fade, or takes the mark away.
struct PinOperation: Operation {
  static let method = "memory/pin"
  let uri: MemoryURI
  let pinned: Bool

  init(_ arguments: inout Arguments) {
    uri = arguments.requiredURI("uri")
    pinned = arguments.bool("pinned", default: true)
  }

  func run(_ context: OperationContext) throws -> PinResult {
    PinResult(node: try context.engine.pin(uri, pinned: pinned))
  }
}

struct PinResult: OperationResult {
  let node: MemoryNode

  var json: JSONValue { ["uri": .string(node.uri.description), "pinned": .bool(node.pinnedAt != nil)] }
}
