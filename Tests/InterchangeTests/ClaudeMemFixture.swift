import SQLite
import SeededRandom

/// A database as claude-mem made it, of three generations: with the columns of before 8.2.6 (`claude_session_id`), of 9, and of 13.
struct ClaudeMemFixture {
  enum Generation: CaseIterable, Sendable { case four, nine, thirteen }

  static let secret = "ghp_" + "a8Kd92LmQ0xZt7RvB4nYc6WsE1uJ3pHfGi5O"
  static let privateWords = "the cellar code is marmalade"

  let generation: Generation
  /// How many times as many rows as the smallest has: 40 sessions, 800 observations, 80 summaries, 200 prompts.
  let scale: Int
  private(set) var kept = 0
  private(set) var observers = 0

  private var names: (content: String, memory: String) {
    generation == .four ? ("claude_session_id", "sdk_session_id") : ("content_session_id", "memory_session_id")
  }

  init(generation: Generation, scale: Int = 1) {
    self.generation = generation
    self.scale = scale
  }

  var sessions: Int { 40 * scale }
  var observations: Int { 800 * scale }
  var summaries: Int { 80 * scale }
  var prompts: Int { generation == .four ? 0 : 200 * scale }
  mutating func make(_ connection: Connection) throws {
    try connection.executeScript(schema)
    var random = SeededGenerator(seed: 7)
    try connection.write {
      for number in 0..<sessions { try insertSession(number, connection) }
      for number in 0..<observations { try insertObservation(number, connection, &random) }
      for number in 0..<summaries { try insertSummary(number, connection) }
      for number in 0..<prompts { try insertPrompt(number, connection) }
    }
  }

  private func moment(_ number: Int) -> Int64 { 1_735_689_600_000 + Int64(number) * 61_000 }

  private func project(_ session: Int) -> String {
    if session % 40 == 39 { return "observer-sessions" }
    return ["orchard", "meadow", "harbour/feature-x", "unknown"][session % 4]
  }

  private func insertSession(_ number: Int, _ connection: Connection) throws {
    // Every twentieth was never given a session of claude-mem's own.
    let own: String? = number % 20 == 19 ? nil : "own-\(number)"
    let prompt = number % 9 == 0 ? "<private>\(Self.privateWords)</private>" : "Work on task \(number)"
    try connection.execute(
      """
      INSERT INTO sdk_sessions (\(names.content), \(names.memory), project, user_prompt, started_at, started_at_epoch, status)
      VALUES (?, ?, ?, ?, ?, ?, 'active')
      """,
      ["content-\(number)", own, project(number), prompt, "2025-01-01T00:00:00.000Z", moment(number * 20)])
  }

  private mutating func insertObservation(_ number: Int, _ connection: Connection, _ random: inout SeededGenerator) throws {
    let session = number % sessions
    // The parents of some are gone: they are the user's all the same.
    let own = number % 50 == 49 ? "orphan-\(number % 7)" : "own-\(session)"
    let words = ["pump", "valve", "crate", "ladder", "sensor", "press", "barrel", "router", "cache", "index"]
    let pair = (words[Int.random(in: 0..<10, using: &random)], words[Int.random(in: 0..<10, using: &random)])
    var prose = "The \(pair.0) of row \(number) was checked against the \(pair.1), and its reading was \(number * 37)."
    if number % 97 == 0 { prose += " The token is \(Self.secret) there." }
    if number % 101 == 0 { prose += " <private>\(Self.privateWords)</private>" }
    if number % 89 == 0 { prose += " 果樹園のポンプ\(number)を修理した。" }
    let facts = number % 31 == 0 ? "[\"broken" : "[\"fact \(number) of the \(pair.0)\", \"\"]"
    let type = ["bugfix", "feature", "discovery", "decision", "change", "security_note"][number % 6]
    let title: String? = number % 13 == 0 ? nil : "The \(pair.0) \(number)"
    if project(session) == "observer-sessions" { observers += 1 } else { kept += 1 }
    let time = moment(number)
    if generation == .four {
      try connection.execute(
        """
        INSERT INTO observations (sdk_session_id, project, text, type, title, subtitle, facts, narrative, created_at, created_at_epoch)
        VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)
        """,
        [
          own, project(session), prose, type == "security_note" ? "change" : type, title, facts, String?.none,
          "2025-01-01T00:00:00Z", time,
        ])
    } else {
      try connection.execute(
        """
        INSERT INTO observations (memory_session_id, project, text, type, title, subtitle, facts, narrative, concepts, files_modified,
          prompt_number, created_at, created_at_epoch)
        VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
        """,
        [
          own, project(session), type, title, "What was learned of \(pair.1)", facts, prose,
          number % 2 == 0 ? "[\"gotcha: mind the \(pair.0)\"]" : "[\"pattern\"]", "[\"src/\(pair.0).swift\"]",
          "2025-01-01T00:00:00Z",
          // Some clocks counted seconds.
          number % 1000 == 999 ? time / 1000 : time,
        ])
    }
  }

  private func insertSummary(_ number: Int, _ connection: Connection) throws {
    try connection.execute(
      """
      INSERT INTO session_summaries (\(names.memory), project, request, investigated, learned, completed, next_steps, notes, created_at,
        created_at_epoch) VALUES (?, ?, ?, NULL, ?, ?, ?, NULL, ?, ?)
      """,
      [
        "own-\(number % sessions)", project(number % sessions), number % 11 == 0 ? nil : "Request \(number)", "Learned \(number)",
        "Done \(number)",
        "Next: step \(number)", "2025-01-01T00:00:00Z", moment(number * 10),
      ])
  }

  private func insertPrompt(_ number: Int, _ connection: Connection) throws {
    var words = "Please look at matter \(number) of the harbour"
    if number % 41 == 0 { words = "<private>\(Self.privateWords)</private>" }
    if number % 43 == 0 { words += ", the key is \(Self.secret)" }
    if number == 78 { words += String(repeating: " and more", count: 100_000) }
    let values: [any DatabaseValueConvertible] = [
      "content-\(number % sessions)", number / sessions + 1, words, "2025-01-01T00:00:00Z", moment(number * 4),
    ]
    try connection.execute(
      "INSERT INTO user_prompts (\(names.content), prompt_number, prompt_text, created_at, created_at_epoch) VALUES (?, ?, ?, ?, ?)",
      values)
  }

  private var schema: String {
    let newer = generation == .four ? "" : ", concepts TEXT, files_read TEXT, files_modified TEXT, prompt_number INTEGER"
    let newest =
      generation == .thirteen
      ? ", discovery_tokens INTEGER DEFAULT 0, content_hash TEXT, generated_by_model TEXT, merged_into_project TEXT, agent_type TEXT, metadata TEXT, sync_rev TEXT NOT NULL DEFAULT '1'"
      : ""
    let prompts =
      generation == .four
      ? ""
      : "CREATE TABLE user_prompts (id INTEGER PRIMARY KEY AUTOINCREMENT, \(names.content) TEXT NOT NULL, prompt_number INTEGER NOT NULL, prompt_text TEXT NOT NULL, created_at TEXT NOT NULL, created_at_epoch INTEGER NOT NULL);"
    return """
      CREATE TABLE schema_versions (id INTEGER PRIMARY KEY, version INTEGER UNIQUE NOT NULL, applied_at TEXT NOT NULL);
      CREATE TABLE sdk_sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, \(names.content) TEXT UNIQUE NOT NULL, \(names.memory) TEXT UNIQUE,
        project TEXT NOT NULL, user_prompt TEXT, started_at TEXT NOT NULL, started_at_epoch INTEGER NOT NULL, completed_at TEXT,
        completed_at_epoch INTEGER, status TEXT NOT NULL);
      CREATE TABLE observations (id INTEGER PRIMARY KEY AUTOINCREMENT, \(names.memory) TEXT NOT NULL, project TEXT NOT NULL, text TEXT,
        type TEXT NOT NULL, title TEXT, subtitle TEXT, facts TEXT, narrative TEXT\(newer), created_at TEXT NOT NULL,
        created_at_epoch INTEGER NOT NULL\(newest));
      CREATE TABLE session_summaries (id INTEGER PRIMARY KEY AUTOINCREMENT, \(names.memory) TEXT NOT NULL, project TEXT NOT NULL,
        request TEXT, investigated TEXT, learned TEXT, completed TEXT, next_steps TEXT, notes TEXT, created_at TEXT NOT NULL,
        created_at_epoch INTEGER NOT NULL);
      \(prompts)
      """
  }
}
