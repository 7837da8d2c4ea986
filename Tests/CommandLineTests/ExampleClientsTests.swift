import JSONValues
import Testing

@testable import continuity

/// `examples/clients` shows what `init` writes.
struct ExampleClientsTests {
  private static let folder = String(#filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound)) + "/examples/clients"

  @Test(
    "An example says what init writes into an empty file",
    arguments: [
      ("claude-code", "claude-code/settings.json", "settings.json"), ("codex", "codex/config.toml", "config.toml"),
      ("codex", "codex/hooks.json", "hooks.json"), ("cursor", "cursor/mcp.json", "mcp.json"),
      ("cursor", "cursor/hooks.json", "hooks.json"),
      ("gemini", "gemini-cli/settings.json", "settings.json"), ("vscode", "vscode/mcp.json", "mcp.json"),
      ("copilot", "copilot-cli/mcp-config.json", "mcp-config.json"),
      ("copilot", "copilot-cli/hooks/continuity.json", "hooks/continuity.json"),
    ])
  func example(_ name: String, example: String, file: String) throws {
    let client = try #require(AgentClient(named: name))
    let places = UserPlaces(home: "/home/ada", isDarwin: false) { _ in nil }
    let written = try #require(client.files(places).first { $0.path.hasSuffix("/" + file) })
    var text = ""
    for part in written.parts { text = try part.adding(Invocation(program: "continuity"), to: text) }
    let shown = String(decoding: try LocalFile.contents(of: "\(Self.folder)/\(example)", limit: 65_536) ?? [], as: UTF8.self)
    #expect(text == shown)
  }

  @Test("Every agent has a name of its own, is found by something, and its files are below the user's folder")
  func clients() {
    let names = AgentClient.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    for isDarwin in [false, true] {
      let places = UserPlaces(home: "/home/ada", isDarwin: isDarwin) { _ in nil }
      for client in AgentClient.all {
        #expect(!client.traces(places).isEmpty, "\(client.name)")
        #expect(client.files(places).allSatisfy { $0.path.hasPrefix("/home/ada/") && !$0.parts.isEmpty }, "\(client.name)")
      }
    }
  }

  @Test("A folder that a variable moves is followed") func moved() {
    let places = UserPlaces(home: "/home/ada", isDarwin: false) {
      ["CODEX_HOME": "/c", "CLAUDE_CONFIG_DIR": "/k", "COPILOT_HOME": "/p", "XDG_CONFIG_HOME": "/x"][$0]
    }
    let paths = AgentClient.all.flatMap { $0.files(places).map(\.path) }
    #expect(paths.contains("/c/hooks.json") && paths.contains("/k/.claude.json") && paths.contains("/p/mcp-config.json"))
    #expect(paths.contains("/x/Code/User/mcp.json"))
  }
}
