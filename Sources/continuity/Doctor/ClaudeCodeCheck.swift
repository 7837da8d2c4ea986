import JSONValues

/// Whether Claude Code is connected, once, to a program that is there.
enum ClaudeCodeCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let files = ClaudeCodeFiles.current
    let settings: SettingsFile
    let state: SettingsFile
    do {
      settings = try SettingsFile(path: files.settings)
      state = try SettingsFile(path: files.state)
    } catch {
      return [.problem("Claude Code", "\(error)", remedy: nil)]
    }
    let isThere = LocalFile.exists(files.settings) || LocalFile.exists(files.state) || !Executable.onPath("claude").isEmpty
    let handlers = ClaudeCodeSettings.handlers(in: settings.before)
    let server = ClaudeCodeSettings.server(in: state.before)
    let plugin = ClaudeCodeSettings.enabledPlugin(in: settings.before)

    if let plugin {
      let twice = !handlers.isEmpty
      return twice
        ? [
          .problem(
            "Claude Code", "connected twice, by the plugin \(plugin) and by `init`: everything is recorded twice",
            remedy: "`continuity init --undo`")
        ]
        : [.good("Claude Code", "connected by the plugin \(plugin)")] + missingOnPath()
    }
    guard !handlers.isEmpty || server != nil else {
      return isThere
        ? [.warning("Claude Code", "not connected", remedy: "`continuity init` connects it, or install the plugin.")]
        : [.note("Claude Code", "not found on this machine")]
    }
    let missing = Set(handlers.map(\.command) + (server.map { [$0] } ?? [])).filter { !isRunnable($0) }.sorted()
    if let program = missing.first {
      return [
        .problem(
          "Claude Code", "its settings start \(program), which is not there",
          remedy: "`continuity init` writes where this program is now.")
      ]
    }
    let events = Set(handlers.map(\.event))
    let lacking = ClaudeCodeSettings.events.map(\.client).filter { !events.contains($0) }
    if handlers.isEmpty || server == nil || !lacking.isEmpty {
      let what = handlers.isEmpty ? "hooks" : server == nil ? "the MCP server" : "hooks for " + lacking.joined(separator: ", ")
      return [.warning("Claude Code", "connected in part: \(what) not installed", remedy: "`continuity init` completes it.")]
    }
    return [.good("Claude Code", "connected by `init`, \(Figures.count(Int64(events.count), "hook event")) and the MCP server")]
  }

  private static func missingOnPath() -> [Finding] {
    Executable.onPath("continuity").isEmpty
      ? [
        .problem(
          "Claude Code", "the plugin starts `continuity`, which is not on the PATH",
          remedy: "Link this program into a folder that is.")
      ] : []
  }

  private static func isRunnable(_ program: String) -> Bool {
    program.contains("/") ? LocalFile.isExecutable(program) : !Executable.onPath(program).isEmpty
  }
}
