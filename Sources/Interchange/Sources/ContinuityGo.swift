import JSONValues
package import MemoryEngine
import MemoryModel

/// The Go program of our name, which keeps its store at the same path: the same tree, with its addresses, tiers and times.
package enum ContinuityGo: ImportSource {
  package static let name = "continuity-go"
  package static let summary = "the database of the Go program of the same name"

  package static func usualPath(_ user: UserFolders) -> String? { user.home + "/.continuity/continuity.db" }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    let database = try ForeignDatabase(path: path)
    guard try database.has("mem_nodes") else {
      throw ImportError(path, "is no database of that program: it has no table `mem_nodes`")
    }
    guard try !database.has("passages") else {
      throw ImportError(
        path, "is a store of this program. Use `continuity restore --path=…`, or export it there and import the export")
    }
    database.remarks.forEach(run.remark)
    try database.forEachRow(of: "sessions") { try session($0, into: run) }
    try database.forEachRow(of: "mem_nodes") { try node($0, into: run) }
    if options.includesPrompts { try database.forEachRow(of: "observations") { try observation($0, into: run) } }
    run.skip("work that the other program had not done yet", count: try database.count("extraction_queue"))
    if database.wasWritten { run.remark("\(path) was written while it was read: run the import again; it takes what is new") }
  }

  private static func session(_ fields: SourceFields, into run: ImportRun) throws {
    guard let id = fields.text("session_id") else { return run.skip("a session without a usable id") }
    var session = ImportedSession(id: id)
    session.project = project(fields)
    session.startedAt = fields.moment("started_at")
    session.endedAt = fields.moment("ended_at", "last_active_at")
    try run.take(.session(session))
  }

  private static func node(_ fields: SourceFields, into run: ImportRun) throws {
    // Directories are made by what stands in them.
    guard fields.text("node_type") != "dir", let address = fields.text("uri") else { return }
    let texts = (l0: fields.text("l0_abstract"), l1: fields.text("l1_overview"), l2: fields.text("l2_content"))
    guard let content = texts.l2 ?? texts.l1 ?? texts.l0 else { return run.skip("empty") }
    var memory = ImportedMemory(key: "node/\(address)/\(fields.moment("created_at")?.milliseconds ?? 0)", content: content)
    memory.abstract = texts.l0
    memory.overview = texts.l1
    memory.uri = try? MemoryURI(parsing: address)
    memory.category = category(fields.text("category")) ?? memory.uri?.category
    memory.session = fields.text("source_session")
    memory.project = project(fields)
    memory.createdAt = fields.moment("created_at")
    memory.updatedAt = fields.moment("updated_at")
    memory.lastAccess = fields.moment("last_access")
    memory.accessCount = fields.integer("access_count") ?? 0
    memory.relevance = fields.number("relevance") ?? 1
    memory.pinnedAt = fields.moment("pinned_at")
    memory.mergedFrom = fields.list("merged_from").flatMap { $0.split(separator: ",").map { $0.trimmed } }.filter { !$0.isEmpty }
    memory.supersededBy = fields.text("superseded_by").flatMap { try? MemoryURI(parsing: $0) }
    memory.retraction = fields.moment("tombstoned_at").map { Retraction(at: $0, reason: fields.text("tombstone_reason")) }
    try run.take(.memory(memory))
  }

  private static func observation(_ fields: SourceFields, into run: ImportRun) throws {
    guard let session = fields.text("session_id") else { return run.skip("an observation of no session") }
    let at = fields.moment("created_at", "timestamp", "at")
    guard let tool = fields.text("tool_name", "tool") else { return run.skip("an observation of no tool") }
    var call = ImportedToolCall(
      key: "observation/\(session)/\(at?.milliseconds ?? 0)/\(fields.text("id") ?? "")", session: session, tool: tool)
    call.input = document(fields.text("tool_input", "input"))
    call.response = document(fields.text("tool_response", "tool_output", "response", "output", "content"))
    call.at = at
    try run.take(.tool(call))
  }

  private static func document(_ text: String?) -> JSONValue {
    guard let text else { return .null }
    return (try? JSONValue(parsing: text)) ?? .string(text)
  }

  /// It keeps a project by its path; here its name counts.
  private static func project(_ fields: SourceFields) -> String? {
    fields.text("project")?.split(separator: "/").last.map(String.init)
  }

  private static func category(_ name: String?) -> MemoryModel.Category? {
    name == "session" ? .sessions : name.flatMap(MemoryModel.Category.init(rawValue:))
  }
}

extension StringProtocol {
  /// Without the white space around it.
  var trimmed: String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
