extension ToolUse {
  /// False for our own tools, because what memory said must not come back as something that happened, and for tools that say
  /// nothing about the work.
  var isWorthRecording: Bool { !isOurs && !isBookkeeping }

  /// `mcp__continuity__find`, `mcp__plugin_continuity_continuity__find`, and whatever belongs to a server of that name.
  private var isOurs: Bool {
    if let server { return Self.namesUs(server) }
    if name.hasPrefix("mcp__") { return Self.namesUs(Self.server(in: name.dropFirst(5))) }
    // Cursor names the tool but not its server. Ours are told from others' by chance alone, and a lost observation of another
    // server's `search` is less harm than a memory that feeds on itself.
    if name.hasPrefix("MCP:") {
      switch name.dropFirst(4) {
      case "find", "search", "tree", "remember", "profile", "read", "forget": return true
      default: return false
      }
    }
    return false
  }

  /// `continuity` as a word: `business-continuity` is another server.
  private static func namesUs(_ server: some StringProtocol) -> Bool {
    server.split { $0 == "_" || $0 == ":" }.contains { $0.lowercased() == "continuity" }
  }

  /// What stands before the next `__`.
  private static func server(in name: Substring) -> Substring {
    var previous: Character?
    for index in name.indices {
      if name[index] == "_", previous == "_" { return name[..<name.index(before: index)] }
      previous = name[index]
    }
    return name
  }

  /// To-do lists, polling and looking for tools, in the names of Claude Code, Codex, Gemini CLI, Copilot CLI and Cursor.
  private var isBookkeeping: Bool {
    switch name {
    case "TodoWrite", "TodoRead", "TaskCreate", "TaskUpdate", "TaskList", "TaskGet", "TaskOutput", "TaskStop", "BashOutput",
      "KillShell", "KillBash", "ToolSearch", "ListMcpResourcesTool", "ReadMcpResourceTool", "EnterPlanMode", "StructuredOutput",
      "update_plan", "write_stdin", "write_todos", "report_intent", "read_bash", "stop_bash", "update_todo", "todo_write":
      true
    default: false
    }
  }
}
