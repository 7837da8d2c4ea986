import JSONValues

extension HookClient {
  /// Since 1.0.5x a context at the top level is injected (github/copilot-cli issue 3589); older ones ignore all output.
  /// There is no line for the user. https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-hooks-reference
  package static let copilotCLI = HookClient(name: "copilot-cli") { answer in
    switch answer {
    case .nothing, .notice, .besidePrompt: nil
    case .context(let markdown): ["additionalContext": .string(markdown)]
    }
  }
}
