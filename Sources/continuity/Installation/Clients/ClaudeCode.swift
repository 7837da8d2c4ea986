import JSONValues

extension AgentClient {
  /// https://code.claude.com/docs/en/settings and https://code.claude.com/docs/en/hooks
  static let claudeCode = AgentClient(
    name: "claude-code", aliases: ["claude"], title: "Claude Code", programs: ["claude"],
    traces: { places in
      let files = ClaudeCodeFiles(places)
      return [files.folder, files.state]
    },
    files: { places in
      let files = ClaudeCodeFiles(places)
      return [
        ClientFile(path: files.settings, parts: [claudeCodeHooks]),
        ClientFile(
          path: files.state, parts: [ServerEntry(leading: ["type": "stdio"], trailing: ["env": [:]], allowsComments: false)]),
      ]
    })

  /// A failed call and a failed turn are as much worth knowing as the others. Ten seconds are ten times what any of them takes; in a
  /// user's own settings they also raise the 1.5 s that a session's end has.
  static let claudeCodeHooks = HookEntries(
    handler: .groupedProgram(timeout: 10),
    pairs: [
      ("SessionStart", "start"), ("UserPromptSubmit", "submit"), ("PostToolUse", "tool"), ("PostToolUseFailure", "tool"),
      ("PreCompact", "compact"), ("PostCompact", "compact"), ("SubagentStop", "subagent-stop"), ("Stop", "stop"),
      ("StopFailure", "stop"), ("SessionEnd", "end"),
    ], allowsComments: false)

  /// The plugin that does the same as `init`, when it is switched on; nil as well where the settings cannot be read.
  static func enabledPlugin(_ places: UserPlaces) -> String? {
    guard let bytes = try? LocalFile.contents(of: ClaudeCodeFiles(places).settings, limit: 1_048_576),
      let settings = try? JSONValue(parsing: bytes)
    else { return nil }
    return enabledPlugin(in: settings)
  }

  static func enabledPlugin(in settings: JSONValue) -> String? {
    settings["enabledPlugins"]?.object?.members.first {
      $0.key.split(separator: "@").first == "continuity" && $0.value.bool == true
    }?.key
  }
}

/// Where Claude Code keeps what a user sets.
private struct ClaudeCodeFiles {
  let folder: String
  /// Hooks and enabled plugins.
  let settings: String
  /// MCP servers of the user, among much else that Claude Code writes there itself.
  let state: String

  init(_ places: UserPlaces) {
    folder = places.folder(".claude", movedBy: "CLAUDE_CONFIG_DIR")
    settings = folder + "/settings.json"
    state = (places.variable("CLAUDE_CONFIG_DIR") == nil ? places.home : folder) + "/.claude.json"
  }
}
