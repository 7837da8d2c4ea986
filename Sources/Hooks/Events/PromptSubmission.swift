import JSONRPC
import JSONValues

extension HookEvent {
  /// The user has submitted a prompt: it is recorded, and its signal phrases become memories at once.
  ///
  /// Nothing is injected, so that a prompt costs what the user typed. Only when a phrase was captured does the user see a line.
  package static let submit = HookEvent(
    name: "submit",
    summary: "the user submits a prompt: record it and capture what it asks to remember",
    clientNames: ["UserPromptSubmit", "userPromptSubmitted", "beforeSubmitPrompt", "BeforeAgent"],
    requests: { payload throws(HookPayloadError) in
      guard let prompt = payload.fields["prompt"]?.string else {
        throw .missing("prompt", in: payload.fields, expected: "a string")
      }
      guard isTyped(prompt) else { return [] }
      return [payload.request("session/prompt", ["prompt": .string(prompt)])]
    },
    answer: { results in
      let captured = results.last?["captured"]?.array ?? []
      let told = captured.compactMap(sentence)
      return told.isEmpty ? .nothing : .notice("Continuity: " + told.joined(separator: ", "))
    })

  /// False for an empty prompt (an image alone), and for Claude Code's notices about background tasks, which arrive as
  /// prompts that nobody typed.
  private static func isTyped(_ prompt: String) -> Bool {
    let text = prompt.drop(while: \.isWhitespace)
    return !text.isEmpty && !text.hasPrefix("<task-notification>")
  }

  /// `remembered mem://…`; nil for what was known already.
  private static func sentence(about captured: JSONValue) -> String? {
    guard let uri = captured["uri"]?.string else { return nil }
    switch captured["action"]?.string {
    case "unchanged"?: return nil
    case "merged"?, "superseded"?: return "updated \(uri)"
    default: return "remembered \(uri)"
    }
  }
}
