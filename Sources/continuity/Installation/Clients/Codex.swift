extension AgentClient {
  /// https://developers.openai.com/codex/hooks and https://developers.openai.com/codex/mcp
  static let codex = AgentClient(
    name: "codex", title: "Codex CLI", programs: ["codex"],
    remark: "Codex runs hooks once you trust them: type /hooks in its next session.",
    traces: { [$0.folder(".codex", movedBy: "CODEX_HOME")] },
    files: { places in
      let folder = places.folder(".codex", movedBy: "CODEX_HOME")
      return [
        ClientFile(path: folder + "/config.toml", parts: [CodexServerTable()]),
        ClientFile(
          path: folder + "/hooks.json",
          parts: [
            HookEntries(
              handler: .groupedLine(timeout: 10),
              pairs: [
                ("SessionStart", "start"), ("UserPromptSubmit", "submit"), ("PostToolUse", "tool"), ("PreCompact", "compact"),
                ("PostCompact", "compact"), ("SubagentStop", "subagent-stop"), ("Stop", "stop"),
              ], client: "codex", allowsComments: false)
          ]),
      ]
    })
}
