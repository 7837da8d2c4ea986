import Embedding
import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import SQLite
import ScriptedModel

@testable import MemoryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A session for a model to read, told in short, and what a model says of it.
struct ToldSession {
  struct Turn {
    var user: String
    /// The assistant's last words.
    var answer: String
    /// A tool's name, its input's first member, and what it printed.
    var tools: [(name: String, subject: String, output: String)] = []
  }

  var id: String
  var project: String
  var turns: [Turn]
  /// What the model suggests.
  var memories: [JSONValue]

  init(_ id: String, _ project: String, _ turns: [Turn], _ memories: [JSONValue]) {
    (self.id, self.project, self.turns, self.memories) = (id, project, turns, memories)
  }

  /// A suggestion whose overview and content are its abstract, where nothing else is said.
  static func memory(
    _ category: String, _ hint: String, _ l0: String, l2: String? = nil, confidence: Double = 0.9, _ evidence: String...
  )
    -> JSONValue
  {
    [
      "category": .string(category), "uri_hint": .string(hint), "l0": .string(l0), "l1": .string(l2 ?? l0), "l2": .string(l2 ?? l0),
      "confidence": .number(confidence), "evidence": .array(evidence.map(JSONValue.string)),
    ]
  }

  // MARK: As Claude Code writes it

  func transcript(from start: Timestamp) -> String {
    var lines: [String] = []
    var (moment, parent, count) = (start, JSONValue.null, 0)
    func add(_ type: String, _ content: JSONValue) {
      count += 1
      moment = moment.advanced(by: .seconds(20))
      let uuid = JSONValue.string("\(id)-\(count)")
      let line: JSONValue = [
        "parentUuid": parent, "isSidechain": false, "type": .string(type), "message": ["role": .string(type), "content": content],
        "uuid": uuid, "timestamp": .string(moment.iso8601), "cwd": .string("/home/ada/\(project)"), "sessionId": .string(id),
        "version": "2.1.330", "gitBranch": "main", "userType": "external",
      ]
      lines.append(line.text)
      parent = uuid
    }
    for turn in turns {
      add("user", .string(turn.user))
      for (number, tool) in turn.tools.enumerated() {
        let use = JSONValue.string("toolu_\(count)_\(number)")
        let member = tool.name == "Bash" ? "command" : tool.name == "WebFetch" ? "url" : "file_path"
        add(
          "assistant",
          [
            [
              "type": "tool_use", "id": use, "name": .string(tool.name),
              "input": .object(JSONObject([(member, .string(tool.subject))])),
            ]
          ])
        add("user", [["type": "tool_result", "tool_use_id": use, "content": .string(tool.output)]])
      }
      if !turn.answer.isEmpty { add("assistant", [["type": "text", "text": .string(turn.answer)]]) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The session ends, and its extraction waits in the queue.
  func end(in fixture: EngineFixture) throws {
    let path = "\(fixture.directory)/\(id).jsonl"
    let text = transcript(from: fixture.now.advanced(by: .seconds(-600)))
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
    var end = SessionBoundaryRequest(session: id, boundary: .end(reason: nil))
    end.workingDirectory = "/home/ada/\(project)"
    end.transcriptPath = path
    _ = try fixture.engine.recordBoundary(end)
  }
}

extension ScriptedModel {
  /// Reads these sessions as they say, joins memories by `merge`, and shortens nothing.
  static func reading(
    _ sessions: [ToldSession],
    merge: @escaping @Sendable (String) -> JSONValue = { _ in ["relation": "different", "l0": "", "l2": ""] }
  ) -> ScriptedModel {
    let answers = Dictionary(uniqueKeysWithValues: sessions.map { ($0.id, JSONValue.array($0.memories)) })
    return ScriptedModel(identity: "ollama/tiny") { request, _ in
      switch request.task {
      case .extraction: .json(["memories": request.session.flatMap { answers[$0] } ?? .array([])])
      case .merge: .json(merge(request.prompt))
      default: .json([:])
      }
    }
  }
}

extension EngineFixture {
  /// Works on a thread of its own: the engine waits for a model's answer.
  func drain() async throws -> DrainOutcome {
    var outcome = DrainOutcome()
    try await onThread { outcome = try self.engine.drain() }
    return outcome
  }

  /// Everything that a person owns, as text: what stands where, what it said before, and how it hangs together. Without numbers that follow
  /// from the order of writing.
  func dump() throws -> String {
    var lines: [String] = []
    func read(_ sql: String) throws {
      try engine.store.connection.forEach(sql) { row in
        lines.append((0..<Int32(row.columnNames.count)).map { row.optionalText($0) ?? "–" }.joined(separator: " | "))
        return true
      }
    }
    try read(
      """
      SELECT uri, category, project, l0_abstract, l1_overview, l2_content, origin, source_session, confidence, made_by, valid_from, valid_to,
        superseded_by, retracted_at, merged_from, created_at, updated_at FROM mem_nodes WHERE node_type = 'leaf' ORDER BY uri
      """)
    try read(
      """
      SELECT a.uri, b.uri, kind, weight FROM links JOIN mem_nodes AS a ON a.id = from_id JOIN mem_nodes AS b ON b.id = to_id
      ORDER BY a.uri, b.uri, kind
      """)
    try read(
      "SELECT uri, number, cause, revisions.l2_content FROM revisions JOIN mem_nodes ON mem_nodes.id = node_id ORDER BY uri, number"
    )
    try read("SELECT uri, tier, ordinal, text FROM passages JOIN mem_nodes ON mem_nodes.id = node_id ORDER BY uri, tier, ordinal")
    try read("SELECT session, turns, last_turn, taken, waiting FROM distillations ORDER BY session")
    try read("SELECT session, fingerprint FROM learned ORDER BY session, fingerprint")
    return lines.joined(separator: "\n")
  }
}
