import MemoryEngine
import MemoryModel

/// What an operation may use: who asks, and the engine, opened when it is first needed.
struct OperationContext {
  let caller: Caller
  let open: () throws -> MemoryEngine

  var engine: MemoryEngine { get throws { try open() } }

  /// What tells the project of a request that names none. A directory in the request is about another place than the caller's session.
  func asker(_ place: Place) -> Asker {
    Asker(
      project: caller.project, session: place.session ?? (place.workingDirectory == nil ? caller.session : nil),
      workingDirectory: place.workingDirectory ?? caller.workingDirectory)
  }

  /// The project that a request belongs to; nil for none.
  func project(_ place: Place) throws -> String? {
    let asker = asker(place)
    return try engine.project(
      named: place.project ?? asker.project, session: asker.session, workingDirectory: asker.workingDirectory)
  }

  /// This project's memories and those that belong to none.
  func scope(_ place: Place) throws -> Scope {
    try project(place).map(Scope.project) ?? .unscoped
  }
}

/// Where a request says that it comes from.
struct Place {
  var project: String?
  var workingDirectory: String?
  var session: String?

  /// Reads `project` and `cwd`; `session_id` is read by the operations that have one.
  init(_ arguments: inout Arguments, session: String? = nil) {
    project = arguments.string("project", maximum: Limits.name)
    workingDirectory = arguments.directory("cwd")
    self.session = session
  }
}
