import JSONValues

extension HookClient {
  /// https://code.claude.com/docs/en/hooks
  package static let claudeCode = HookClient(name: "claude-code", takesContextWithPrompt: true) { answer in
    output(answer, promptEvent: "UserPromptSubmit")
  }

  /// - Parameter promptEvent: `hookEventName` has to be the event's own name.
  static func output(_ answer: HookAnswer, promptEvent: JSONValue) -> JSONObject? {
    switch answer {
    case .nothing: nil
    case .context(let markdown):
      ["hookSpecificOutput": ["hookEventName": "SessionStart", "additionalContext": .string(markdown)]]
    case .notice(let line): ["systemMessage": .string(line)]
    case .besidePrompt(let markdown, let notice):
      JSONObject(
        (notice.map { [("systemMessage", JSONValue.string($0))] } ?? [])
          + [("hookSpecificOutput", ["hookEventName": promptEvent, "additionalContext": .string(markdown)])])
    }
  }
}
