import Hooks
import JSONValues
import Testing

/// The configurations that we hand out name events and clients that there are.
@Suite struct ConfigurationTests {
  private static let root = String(#filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound))

  static let files = [
    "plugin/hooks/hooks.json", "examples/clients/claude-code/settings.json", "examples/clients/codex/hooks.json",
    "examples/clients/cursor/hooks.json", "examples/clients/gemini-cli/settings.json",
    "examples/clients/copilot-cli/hooks/continuity.json",
  ]

  @Test("every hook that a configuration sets runs the event that goes with the client's name for it", arguments: files)
  func hooks(_ file: String) throws {
    let hooks = try #require(try GoldenTriple.read("\(Self.root)/\(file)")["hooks"]?.object)
    #expect(!hooks.isEmpty)
    for (clientName, groups) in hooks.members {
      let commands = commandLines(groups)
      #expect(!commands.isEmpty, "\(clientName)")
      for command in commands {
        let words = command.split(separator: " ").map(String.init)
        #expect(words.prefix(2) == ["continuity", "hook"])
        let event = try #require(words.dropFirst(2).first.flatMap(HookEvent.init(named:)), "\(command)")
        #expect(event.clientNames.contains(clientName), "\(clientName) runs \(event.name)")
        for word in words where word.hasPrefix("--client=") { #expect(HookClient(named: String(word.dropFirst(9))) != nil) }
      }
    }
  }

  /// Every `command` with its `args`, however deep it stands.
  private func commandLines(_ value: JSONValue) -> [String] {
    if let command = value["command"]?.string ?? value["bash"]?.string {
      return [([command] + (value["args"]?.array ?? []).compactMap(\.string)).joined(separator: " ")]
    }
    if let array = value.array { return array.flatMap(commandLines) }
    return value["hooks"].map(commandLines) ?? []
  }
}
