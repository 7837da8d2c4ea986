/// Where Claude Code keeps what a user sets (https://code.claude.com/docs/en/settings).
struct ClaudeCodeFiles: Sendable {
  /// Hooks and enabled plugins.
  let settings: String
  /// MCP servers of the user, among much else that Claude Code writes there itself.
  let state: String

  static var current: ClaudeCodeFiles {
    if let folder = environmentValue("CLAUDE_CONFIG_DIR") {
      let folder = FilePath.absolute(folder)
      return ClaudeCodeFiles(settings: folder + "/settings.json", state: folder + "/.claude.json")
    }
    return ClaudeCodeFiles(settings: FilePath.userFolder + "/.claude/settings.json", state: FilePath.userFolder + "/.claude.json")
  }
}
