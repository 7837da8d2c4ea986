import JSONValues
import MemoryEngine
import MemoryModel

/// Retracts or erases exactly what stands at a URI, never what is merely like it.
struct ForgetOperation: ToolOperation {
  static let method = "memory/forget"
  let uri: MemoryURI
  let reason: String?
  let purge: Bool
  let supersededBy: MemoryURI?

  init(_ arguments: inout Arguments) {
    uri = arguments.requiredURI("uri")
    reason = arguments.string("reason", maximum: Limits.reason)
    purge = arguments.bool("purge", default: false)
    supersededBy = arguments.uri("superseded_by")
  }

  func run(_ context: OperationContext) throws -> ForgetResult {
    var request = ForgetRequest(uri: uri)
    request.reason = reason
    request.purge = purge
    request.supersededBy = supersededBy
    return ForgetResult(outcome: try context.engine.forget(request))
  }
}

struct ForgetResult: OperationResult {
  let outcome: ForgetOutcome

  var json: JSONValue {
    var object: JSONObject = [
      "action": .string(outcome.action.rawValue),
      "forgotten": .array(outcome.forgotten.map { ["uri": .string($0.uri.description), "l0": .string($0.abstract)] }),
    ]
    if !outcome.erasedCopies.isEmpty { object["erased_in"] = .texts(outcome.erasedCopies) }
    if !outcome.remainingCopies.isEmpty { object["backups"] = .texts(outcome.remainingCopies) }
    return .object(object)
  }
}
