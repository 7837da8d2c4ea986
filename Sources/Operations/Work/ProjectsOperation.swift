import JSONValues
import MemoryEngine
import MemoryModel

/// The projects that have memories or sessions.
struct ProjectsOperation: Operation {
  static let method = "projects"

  init(_ arguments: inout Arguments) {}

  func run(_ context: OperationContext) throws -> ProjectsResult { ProjectsResult(projects: try context.engine.projects()) }
}

struct ProjectsResult: OperationResult {
  let projects: [ProjectDigest]

  var json: JSONValue {
    [
      "projects": .array(
        projects.map { project in
          var object: JSONObject = [
            "name": .string(project.name), "memories": .count(project.memories), "sessions": .count(project.sessions),
          ]
          object["root"] = .text(project.root)
          object["last_active_at"] = .time(project.lastActiveAt)
          return .object(object)
        })
    ]
  }
}
