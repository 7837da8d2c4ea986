import JSONValues

extension AgentClient {
  /// https://docs.github.com/en/copilot/reference/hooks-reference
  static let copilotCLI = AgentClient(
    name: "copilot", aliases: ["copilot-cli"], title: "Copilot CLI", programs: ["copilot"],
    traces: {
      [
        $0.folder(".copilot", movedBy: "COPILOT_HOME") + "/config.json",
        $0.folder(".copilot", movedBy: "COPILOT_HOME") + "/mcp-config.json",
      ]
    },
    files: { places in
      [
        ClientFile(
          path: places.folder(".copilot", movedBy: "COPILOT_HOME") + "/mcp-config.json",
          parts: [ServerEntry(leading: ["type": "local"], trailing: ["tools": ["*"]])]),
        copilotHooks(places),
      ]
    })

  /// VS Code reads this file too, and translates it. Whose payload it is the payload itself tells, so no client is named.
  static func copilotHooks(_ places: UserPlaces) -> ClientFile {
    ClientFile(
      path: places.folder(".copilot", movedBy: "COPILOT_HOME") + "/hooks/continuity.json",
      parts: [
        HookEntries(
          handler: .line(key: "bash", with: ["type": "command", "timeoutSec": 10]),
          pairs: [
            ("sessionStart", "start"), ("userPromptSubmitted", "submit"), ("postToolUse", "tool"), ("postToolUseFailure", "tool"),
            ("preCompact", "compact"), ("subagentStop", "subagent-stop"), ("agentStop", "stop"), ("sessionEnd", "end"),
          ], version: 1)
      ], isOurs: true)
  }
}
