import JSONValues
import MemoryEngine
import MemoryModel

/// What this installation is called, where it keeps its memory, and who came by.
struct WhoAmIOperation: Operation {
  static let method = "whoami"

  init(_ arguments: inout Arguments) {}

  func run(_ context: OperationContext) throws -> WhoAmIResult { WhoAmIResult(introduction: try context.engine.introduction()) }
}

struct WhoAmIResult: OperationResult {
  let introduction: Introduction

  var json: JSONValue {
    [
      "id": .string(introduction.installation.id), "host": .string(introduction.installation.host),
      "since": .string(introduction.installation.since.iso8601), "version": .string(Continuity.version),
      "stores": [.string(introduction.store)],
      "clients": .array(
        introduction.clients.map { use in
          var object = JSONObject()
          object["client"] = .text(use.client)
          object["sessions"] = .count(use.sessions)
          object["first"] = .time(use.first)
          object["last"] = .time(use.last)
          return .object(object)
        }),
      "peers": .texts(introduction.peers), "instances": .array(introduction.instances.map(\.json)),
    ]
  }
}

extension Instance {
  var json: JSONValue {
    var object: JSONObject = ["id": .string(id)]
    object["client"] = .text(client)
    object["project"] = .text(project)
    object["session_id"] = .text(session)
    object["since"] = .time(since)
    object["last_active"] = .time(lastActive)
    return .object(object)
  }
}
