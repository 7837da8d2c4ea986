import JSONValues
package import MemoryEngine
import MemoryModel

/// The knowledge graph of the official MCP memory server: entities with their observations, and relations between them.
package enum MCPMemory: ImportSource {
  package static let name = "mcp-memory"
  package static let summary = "the memory.jsonl of the official MCP memory server"

  package static func usualPath(_ user: UserFolders) -> String? { user.variable("MEMORY_FILE_PATH") }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    var isOne = false
    // Relations may stand before what they relate: they come in a second pass.
    for wantsEntities in [true, false] {
      try JSONLines.forEach(in: path) { line in
        switch line {
        case .broken(let number, let reason): if wantsEntities { run.fail("\(path):\(number)", reason) }
        case .value(let value, let number):
          let type = value["type"]?.string
          isOne = isOne || type == "entity" || type == "relation"
          guard let object = value.object, type == "entity" || type == "relation" else {
            if wantsEntities { run.fail("\(path):\(number)", "it is neither an entity nor a relation") }
            return
          }
          let fields = SourceFields(object)
          if type == "entity", wantsEntities { try entity(fields, path, into: run) }
          if type == "relation", !wantsEntities { try relation(fields, path, into: run) }
        }
      }
    }
    guard isOne else { throw ImportError(path, "is no file of the MCP memory server: no line is an entity or a relation") }
  }

  private static func entity(_ fields: SourceFields, _ path: String, into run: ImportRun) throws {
    guard let name = fields.text("name") else { return run.skip("an entity without a name") }
    let observations = fields.list("observations")
    var memory = ImportedMemory(
      key: "entity/\(path)/\(name)", content: observations.isEmpty ? name : observations.map { "- \($0)" }.joined(separator: "\n"))
    memory.title = name
    memory.category = .entities
    memory.tags = [fields.text("entityType")].compactMap(\.self)
    try run.take(.memory(memory))
  }

  private static func relation(_ fields: SourceFields, _ path: String, into run: ImportRun) throws {
    guard let from = fields.text("from"), let to = fields.text("to") else {
      return run.skip("a relation that names only one entity")
    }
    let type = fields.text("relationType") ?? "relates to"
    var statement = ImportedMemory(
      key: "relation/\(path)/\(from)/\(type)/\(to)", content: "\(from) \(type.replacing("_", with: " ")) \(to)")
    statement.category = .entities
    statement.tags = ["relation", type]
    try run.take(.memory(statement))
    try run.take(.link(ImportedLink(from: "entity/\(path)/\(from)", to: "entity/\(path)/\(to)")))
  }
}
