extension HookClient {
  /// Claude Code's output. Codex's schemas forbid any other member: https://github.com/openai/codex, codex-rs/hooks/schema
  package static let codex = HookClient(name: "codex", takesContextWithPrompt: true, render: claudeCode.render)
}
