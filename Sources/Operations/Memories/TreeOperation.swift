import MemoryEngine
import MemoryModel

/// What stands below a place in the tree. Shows everything unless a project is named: a map that leaves out rooms misleads.
struct TreeOperation: ToolOperation {
  static let method = "memory/tree"
  let uri: MemoryURI
  let depth: Int
  let limit: Int
  let place: Place
  let allProjects: Bool

  init(_ arguments: inout Arguments) {
    uri = arguments.uri("uri", default: .root)
    depth = arguments.integer("depth", in: 1...10, default: 2)
    limit = arguments.integer("limit", in: 1...1000, default: 50)
    place = Place(&arguments)
    let everything = arguments.bool("all_projects")
    allProjects = everything ?? (place.project == nil)
    if everything == true && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> TreeEntry {
    var request = TreeRequest()
    request.uri = uri
    request.depth = depth
    request.limit = limit
    request.scope = allProjects ? .everything : try context.scope(place)
    return try context.engine.tree(request)
  }
}
