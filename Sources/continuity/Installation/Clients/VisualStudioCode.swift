import JSONValues

extension AgentClient {
  /// Its hooks are a preview, and in the file that Copilot CLI reads.
  /// https://code.visualstudio.com/docs/copilot/reference/mcp-configuration and https://code.visualstudio.com/docs/copilot/customization/hooks
  static let visualStudioCode = AgentClient(
    name: "vscode", aliases: ["vs-code", "code"], title: "VS Code", programs: ["code", "code-insiders", "codium"],
    traces: { places in editions.map { "\(places.applications)/\($0)/User" } },
    files: { places in
      let folders = editions.map { "\(places.applications)/\($0)/User" }
      let present = folders.filter(LocalFile.isDirectory)
      return (present.isEmpty ? [folders[0]] : present).map {
        ClientFile(path: "\($0)/mcp.json", parts: [ServerEntry(key: "servers", leading: ["type": "stdio"])])
      } + [copilotHooks(places)]
    })

  /// Each has settings of its own.
  private static let editions = ["Code", "Code - Insiders", "VSCodium"]
}
