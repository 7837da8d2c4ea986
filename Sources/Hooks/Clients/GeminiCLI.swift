import JSONValues

extension HookClient {
  /// Claude Code's output, and never plain text: https://github.com/google-gemini/gemini-cli, docs/hooks/reference.md
  package static let geminiCLI = HookClient(name: "gemini-cli", takesContextWithPrompt: true) {
    output($0, promptEvent: "BeforeAgent")
  }
}
