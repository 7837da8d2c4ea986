extension AgentClient {
  /// It has no hooks. https://modelcontextprotocol.io/docs/develop/connect-local-servers
  static let claudeDesktop = AgentClient(
    name: "claude-desktop", title: "Claude Desktop",
    remark: "Claude Desktop reads its settings when it starts: end it and start it again.",
    traces: { ["\($0.applications)/Claude"] },
    files: {
      [
        ClientFile(
          path: "\($0.applications)/Claude/claude_desktop_config.json", parts: [ServerEntry(allowsComments: false)])
      ]
    })
}
