extension AgentClient {
  /// Its time-outs are milliseconds. https://github.com/google-gemini/gemini-cli, docs/hooks/reference.md
  static let geminiCLI = AgentClient(
    name: "gemini", aliases: ["gemini-cli"], title: "Gemini CLI", programs: ["gemini"],
    traces: { ["\($0.home)/.gemini"] },
    files: { places in
      [
        ClientFile(
          path: "\(places.home)/.gemini/settings.json",
          parts: [
            ServerEntry(),
            HookEntries(
              handler: .groupedLine(timeout: 10_000),
              pairs: [
                ("SessionStart", "start"), ("BeforeAgent", "submit"), ("AfterTool", "tool"), ("PreCompress", "compact"),
                ("AfterAgent", "stop"), ("SessionEnd", "end"),
              ], client: "gemini-cli"),
          ])
      ]
    })
}
