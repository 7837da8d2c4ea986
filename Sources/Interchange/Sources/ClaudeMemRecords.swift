import MemoryEngine
import MemoryModel

/// What claude-mem's rows mean, by the names that its columns had over the years.
struct ClaudeMemRecords {
  private let run: ImportRun
  /// The client's session by claude-mem's own: the latter changes when its worker is started again.
  private var sessions: [String: String] = [:]
  /// The client's sessions in which nothing but claude-mem's own observer spoke.
  private var observers: Set<String> = []

  init(_ run: ImportRun) { self.run = run }

  static let sessionColumns = [
    "id", "content_session_id", "claude_session_id", "memory_session_id", "sdk_session_id", "project", "platform_source",
    "user_prompt",
    "started_at", "started_at_epoch", "completed_at", "completed_at_epoch",
  ]
  static let observationColumns = [
    "id", "memory_session_id", "sdk_session_id", "session_id", "content_session_id", "project", "text", "type", "title", "subtitle",
    "facts",
    "narrative", "concepts", "keywords", "files_read", "files_modified", "files_touched", "created_at", "created_at_epoch",
    "updated_at_epoch", "merged_into_project", "prompt_number",
  ]
  static let summaryColumns = [
    "id", "memory_session_id", "sdk_session_id", "content_session_id", "project", "request", "investigated", "learned", "completed",
    "next_steps", "notes", "files_read", "files_edited", "created_at", "created_at_epoch", "merged_into_project",
  ]
  static let promptColumns = [
    "id", "content_session_id", "claude_session_id", "prompt_number", "prompt_text", "created_at", "created_at_epoch",
  ]

  func skip(_ reason: String) { run.skip(reason) }

  // MARK: Sessions

  mutating func session(_ fields: SourceFields) throws {
    let own = fields.text("memory_session_id", "sdk_session_id")
    guard let id = fields.text("content_session_id", "claude_session_id") ?? own else {
      return run.skip("a session without a usable id")
    }
    if let own { sessions[own] = id }
    guard !isObservers(fields) else {
      observers.insert(id)
      return
    }
    var session = ImportedSession(id: id)
    session.client = client(fields.text("platform_source"))
    session.project = project(fields)
    session.startedAt = fields.moment("started_at_epoch", "started_at")
    session.endedAt = fields.moment("completed_at_epoch", "completed_at")
    try run.take(.session(session))
  }

  func firstPrompt(_ fields: SourceFields, unlessIn hasPrompts: Set<String>) throws {
    guard !isObservers(fields, counts: false), let words = fields.text("user_prompt"),
      let id = fields.text("content_session_id", "claude_session_id") ?? fields.text("memory_session_id", "sdk_session_id"),
      !hasPrompts.contains(id)
    else { return }
    var turn = ImportedTurn(key: "first-prompt/\(id)", session: id, words: words)
    turn.number = 1
    turn.at = fields.moment("started_at_epoch", "started_at")
    turn.project = project(fields)
    try run.take(.turn(turn))
  }

  func prompt(_ fields: SourceFields) throws {
    guard let id = fields.text("content_session_id", "claude_session_id") else { return run.skip("a prompt of no session") }
    guard !observers.contains(id) else { return run.skip(Self.ownTraffic) }
    guard let words = fields.text("prompt_text") else { return run.skip("empty") }
    let at = fields.moment("created_at_epoch", "created_at")
    let number = fields.integer("prompt_number")
    var turn = ImportedTurn(
      key: "prompt/\(id)/\(number ?? 0)/\(at?.milliseconds ?? Int64(fields.integer("id") ?? 0))", session: id, words: words)
    turn.number = number.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    turn.at = at
    try run.take(.turn(turn))
  }

  // MARK: Memories

  func observation(_ fields: SourceFields, table: String = "observations") throws {
    guard !isObservers(fields) else { return }
    let own = fields.text("memory_session_id", "sdk_session_id", "session_id", "server_session_id")
    let at = fields.moment("created_at_epoch", "created_at")
    let title = fields.text("title")
    var memory = ImportedMemory(
      key: "\(table)/\(own ?? "")/\(at?.milliseconds ?? 0)/\(fields.text("id") ?? title ?? "")", content: content(of: fields))
    memory.title = title
    let type = fields.text("type", "kind") ?? ""
    // Before 13.12.4 the model wrote `gotcha: what one should know`.
    let concepts = fields.list("concepts").map { String($0.prefix { $0 != ":" }) } + keywords(fields)
    memory.category = category(type: type, concepts: concepts, subtitle: fields.text("subtitle"), hasTitle: title != nil)
    memory.tags = ([type] + concepts).map { String($0.prefix(60)) }.filter { !$0.isEmpty }
    memory.session = session(own, fields)
    memory.project = project(fields)
    memory.createdAt = at
    memory.updatedAt = fields.moment("updated_at_epoch")
    try run.take(.memory(memory))
  }

  func summary(_ fields: SourceFields) throws {
    guard !isObservers(fields) else { return }
    let own = fields.text("memory_session_id", "sdk_session_id")
    let at = fields.moment("created_at_epoch", "created_at")
    let parts: [(String, String)] = [
      ("Request", "request"), ("Investigated", "investigated"), ("Learned", "learned"), ("Completed", "completed"),
      ("Next steps", "next_steps"), ("Notes", "notes"),
    ]
    var sections = parts.compactMap { title, column in fields.text(column).map { "## \(title)\n\($0)" } }
    let files = fields.list("files_edited")
    if !files.isEmpty { sections.append("## Files\n" + files.map { "- \($0)" }.joined(separator: "\n")) }
    guard !sections.isEmpty else { return run.skip("empty") }
    try summary(
      sections.joined(separator: "\n\n"), title: fields.text("request"),
      key: "summaries/\(own ?? "")/\(at?.milliseconds ?? 0)/\(fields.text("id") ?? "")",
      session: session(own, fields), fields, at: at)
  }

  func overview(_ fields: SourceFields) throws {
    guard let words = fields.text("content") else { return run.skip("empty") }
    let session = fields.text("session_id")
    let at = fields.moment("created_at_epoch", "created_at")
    try summary(
      words, title: nil, key: "overviews/\(session ?? "")/\(at?.milliseconds ?? 0)/\(fields.text("id") ?? "")", session: session,
      fields, at: at)
  }

  private func summary(_ content: String, title: String?, key: String, session: String?, _ fields: SourceFields, at: Timestamp?)
    throws
  {
    var memory = ImportedMemory(key: key, content: content)
    memory.title = title.map { String($0.prefix(300)) }
    memory.category = .sessions
    // Several summaries of a session are normal, one for each stop; the first takes the name.
    memory.uri = MemoryURI(segments: ["sessions", Slug.session(session ?? "claude-mem"), "summary"])
    memory.session = session
    memory.project = project(fields)
    memory.createdAt = at
    try run.take(.memory(memory))
  }

  // MARK: Values

  private func content(of fields: SourceFields) -> String {
    var parts: [String] = []
    let prose = fields.text("narrative")
    if let subtitle = fields.text("subtitle"), subtitle != "Manual memory", prose?.contains(subtitle) != true {
      parts.append(subtitle)
    }
    if let prose { parts.append(prose) }
    if let text = fields.text("text"), text != prose { parts.append(text) }
    let facts = fields.list("facts")
    if !facts.isEmpty { parts.append(facts.map { "- \($0)" }.joined(separator: "\n")) }
    for (title, names) in [
      ("Files changed", fields.list("files_modified")), ("Files read", fields.list("files_read", "files_touched")),
    ]
    where !names.isEmpty {
      parts.append("\(title): \(names.joined(separator: ", "))")
    }
    return parts.isEmpty ? fields.text("title") ?? "" : parts.joined(separator: "\n\n")
  }

  private func keywords(_ fields: SourceFields) -> [String] {
    (fields.text("keywords") ?? "").split(separator: ",").prefix(12).map { String($0.drop { $0 == " " }) }
  }

  /// `bugfix` was also what a model that gave no type got; what it says decides then no less than elsewhere.
  private func category(type: String, concepts: [String], subtitle: String?, hasTitle: Bool) -> Category? {
    if subtitle == "Manual memory" || (type == "manual" && !hasTitle) { return nil }
    switch type {
    case "bugfix": return .cases
    case "decision", "feature", "refactor", "change": return .events
    case "discovery":
      if concepts.contains("problem-solution") { return .cases }
      return concepts.contains("pattern") || concepts.contains("gotcha") ? .patterns : .events
    default: return .events
    }
  }

  private func session(_ own: String?, _ fields: SourceFields) -> String? {
    if let given = fields.text("content_session_id") { return given }
    guard let own, !own.hasPrefix("manual-") else { return nil }
    return sessions[own] ?? own
  }

  /// claude-mem names worktrees `parent/worktree`, and what it could not tell `unknown` and the like.
  private func project(_ fields: SourceFields) -> String? {
    guard let name = fields.text("merged_into_project", "project", "project_id") else { return nil }
    let root = name.split(separator: "/").first.map(String.init) ?? name
    return ["unknown", "unknown-project"].contains(root) || root.hasPrefix("drive-") ? nil : root
  }

  private static let ownTraffic = "claude-mem's own traffic (observer-sessions)"

  /// The observer's own traffic, which is about nothing.
  private func isObservers(_ fields: SourceFields, counts: Bool = true) -> Bool {
    guard fields.text("project") == "observer-sessions" else { return false }
    if counts { run.skip(Self.ownTraffic) }
    return true
  }

  private func client(_ platform: String?) -> String {
    switch platform {
    case nil, "claude", "claude-code": "claude-code"
    case let other?: other
    }
  }
}
