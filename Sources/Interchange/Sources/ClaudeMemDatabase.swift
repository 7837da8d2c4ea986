import JSONValues
import MemoryEngine
import MemoryModel

/// Reads claude-mem's tables, row by row.
struct ClaudeMemDatabase {
  private let database: ForeignDatabase
  private let includesPrompts: Bool
  private let run: ImportRun
  private var records: ClaudeMemRecords

  /// Characters of a prompt that are read: they may be 11 MB long, and 16 KB of them are kept.
  private static let promptLength = 65_536

  init(_ database: ForeignDatabase, includesPrompts: Bool, _ run: ImportRun) {
    self.database = database
    self.includesPrompts = includesPrompts
    self.run = run
    records = ClaudeMemRecords(run)
  }

  mutating func read() throws {
    guard try ["sdk_sessions", "observations", "session_summaries", "memories"].contains(where: { try database.has($0) }) else {
      throw ImportError(database.path, "is no database of claude-mem: it has none of its tables")
    }
    database.remarks.forEach(run.remark)
    let hasPrompts = try sessionsWithPrompts()
    try each("sdk_sessions", ClaudeMemRecords.sessionColumns, cut: ["user_prompt": Self.promptLength]) { records, fields in
      try records.session(fields)
    }
    try each("observations", ClaudeMemRecords.observationColumns) { try $0.observation($1) }
    try each("session_summaries", ClaudeMemRecords.summaryColumns) { try $0.summary($1) }
    if includesPrompts {
      try each("user_prompts", ClaudeMemRecords.promptColumns, cut: ["prompt_text": Self.promptLength]) { try $0.prompt($1) }
      // Before 4.2 a session's first prompt stood in its row alone.
      try each("sdk_sessions", ClaudeMemRecords.sessionColumns, cut: ["user_prompt": Self.promptLength]) { records, fields in
        try records.firstPrompt(fields, unlessIn: hasPrompts)
      }
    } else {
      run.skip("prompts were not asked for", count: try database.count("user_prompts"))
    }
    try readOldTables()
    try readServerTables()
    run.skip("a raw tool call that claude-mem never made an observation of", count: try database.count("pending_messages"))
    try readProfiles()
    if database.wasWritten {
      run.remark("\(database.path) was written while it was read: run the import again when claude-mem rests; it takes what is new")
    }
  }

  private mutating func each(
    _ table: String, _ columns: [String], cut: [String: Int] = [:], _ body: (inout ClaudeMemRecords, SourceFields) throws -> Void
  ) throws {
    try database.forEachRow(of: table, wanted: columns, cut: cut) { try body(&records, $0) }
  }

  private func sessionsWithPrompts() throws -> Set<String> {
    var sessions: Set<String> = []
    try database.forEachRow(of: "user_prompts", wanted: ["content_session_id", "claude_session_id"]) { fields in
      if let id = fields.text("content_session_id", "claude_session_id") { sessions.insert(id) }
    }
    return sessions
  }

  /// Versions 3: they may still stand in a database that was upgraded since.
  private mutating func readOldTables() throws {
    try each("memories", ClaudeMemRecords.observationColumns) { try $0.observation($1, table: "memories") }
    try each("overviews", ["id", "session_id", "content", "created_at", "created_at_epoch", "project"]) { try $0.overview($1) }
  }

  /// Where its server was used: what is not a copy of an observation.
  private mutating func readServerTables() throws {
    try each(
      "memory_items", ClaudeMemRecords.observationColumns + ["kind", "project_id", "legacy_observation_id", "server_session_id"]
    ) {
      records, fields in
      guard fields.value("legacy_observation_id") == nil else { return records.skip("a copy of an observation") }
      try records.observation(fields, table: "memory_items")
    }
  }

  /// No published version has a profile; a fork may have one, in a table of that name.
  private func readProfiles() throws {
    for table in try database.tables where table.hasSuffix("profile") || table.hasSuffix("profiles") {
      try database.forEachRow(of: table) { fields in
        let words = fields.object.members.compactMap { name, value -> String? in
          guard let text = value.string, text.contains(where: \.isWhitespace), SourceFields.moment(value) == nil else { return nil }
          return fields.object.count > 3 ? "\(name): \(text)" : text
        }
        guard !words.isEmpty else { return }
        var memory = ImportedMemory(
          key: "\(table)/\(fields.text("id", "key", "name") ?? "1")", content: words.joined(separator: "\n"))
        memory.category = .profile
        memory.tags = ["claude-mem"]
        memory.createdAt = fields.moment("created_at_epoch", "created_at")
        memory.updatedAt = fields.moment("updated_at_epoch", "updated_at")
        try run.take(.memory(memory))
      }
    }
  }
}
