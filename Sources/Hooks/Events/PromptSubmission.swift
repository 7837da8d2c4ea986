import JSONRPC
import JSONValues

extension HookEvent {
  /// The user has submitted a prompt: it is recorded, its signal phrases become memories at once, and what is remembered about its
  /// matter is put beside it where the client takes that.
  ///
  /// Only when a phrase was captured does the user see a line.
  package static let submit = HookEvent(
    name: "submit",
    summary: "the user submits a prompt: record it, capture what it asks to remember, recall what helps",
    clientNames: ["UserPromptSubmit", "userPromptSubmitted", "beforeSubmitPrompt", "BeforeAgent"],
    requests: { payload throws(HookPayloadError) in
      guard let prompt = payload.fields["prompt"]?.string else {
        throw .missing("prompt", in: payload.fields, expected: "a string")
      }
      guard isTyped(prompt) else { return [] }
      let record = payload.request("session/prompt", ["prompt": .string(prompt)])
      guard payload.client.takesContextWithPrompt else { return [record] }
      var recall: JSONObject = ["prompt": .string(prompt), "session_id": .string(payload.session)]
      recall["cwd"] = payload.workingDirectory.map(JSONValue.string)
      return [record, Request(method: "memory/recall", params: recall)]
    },
    answer: { results in
      let told = (results.first?["captured"]?.array ?? []).compactMap(sentence)
      let notice = told.isEmpty ? nil : "Continuity: " + told.joined(separator: ", ")
      let markdown = results.dropFirst().first?["markdown"]?.string ?? ""
      guard markdown.isEmpty else { return .besidePrompt(InjectedContext.fitted(markdown), notice: notice) }
      return notice.map(HookAnswer.notice) ?? .nothing
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
