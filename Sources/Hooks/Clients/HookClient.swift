import JSONValues

/// An agent whose hooks we serve, under the name that `--client` takes and that sessions are recorded with.
///
/// Each is one value in one file, and one line in `all`.
package struct HookClient: Sendable {
  package let name: String
  /// Whether it hands on to the agent what a hook says about a prompt.
  let takesContextWithPrompt: Bool
  /// The answer as the client reads it from stdout; nil prints nothing, which every client takes for *go on*.
  let render: @Sendable (HookAnswer) -> JSONObject?

  package static let all: [HookClient] = [.claudeCode, .codex, .geminiCLI, .copilotCLI, .visualStudioCode, .cursor]

  package init?(named name: String) {
    guard let client = Self.all.first(where: { $0.name == name }) else { return nil }
    self = client
  }

  init(name: String, takesContextWithPrompt: Bool = false, render: @escaping @Sendable (HookAnswer) -> JSONObject?) {
    self.name = name
    self.takesContextWithPrompt = takesContextWithPrompt
    self.render = render
  }
}

extension HookClient: Hashable {
  package static func == (left: HookClient, right: HookClient) -> Bool { left.name == right.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
