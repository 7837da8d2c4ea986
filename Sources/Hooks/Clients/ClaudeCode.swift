import JSONValues

extension HookClient {
  /// https://code.claude.com/docs/en/hooks
  package static let claudeCode = HookClient(name: "claude-code") { answer in
    switch answer {
    case .nothing: nil
    // `hookEventName` has to be the event's own name, and only one event injects.
    case .context(let markdown):
      ["hookSpecificOutput": ["hookEventName": "SessionStart", "additionalContext": .string(markdown)]]
    case .notice(let line): ["systemMessage": .string(line)]
    }
  }
}
