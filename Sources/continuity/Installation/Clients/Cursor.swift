import JSONValues

extension AgentClient {
  /// https://cursor.com/docs/agent/hooks and https://cursor.com/docs/context/mcp
  static let cursor = AgentClient(
    name: "cursor", title: "Cursor", programs: ["cursor", "cursor-agent"],
    traces: { ["\($0.home)/.cursor"] },
    files: { places in
      [
        ClientFile(path: "\(places.home)/.cursor/mcp.json", parts: [ServerEntry()]),
        ClientFile(
          path: "\(places.home)/.cursor/hooks.json",
          parts: [
            HookEntries(
              handler: .line(key: "command", with: [:]),
              pairs: [
                ("sessionStart", "start"), ("beforeSubmitPrompt", "submit"), ("postToolUse", "tool"),
                ("postToolUseFailure", "tool"),
                ("preCompact", "compact"), ("subagentStop", "subagent-stop"), ("afterAgentResponse", "stop"), ("sessionEnd", "end"),
              ], client: "cursor", version: 1)
          ]),
      ]
    })
}
