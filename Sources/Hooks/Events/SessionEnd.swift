import JSONRPC
import JSONValues

extension HookEvent {
  /// A session is over. Claude Code gives all SessionEnd hooks together 1.5 s and then kills them: this one writes a row and
  /// leaves the rest to the worker.
  package static let end = HookEvent(
    name: "end",
    summary: "a session ends: queue what is left to extract",
    clientNames: ["SessionEnd", "sessionEnd"],
    requests: { payload throws(HookPayloadError) in
      [payload.request("session/end", ["reason": payload.text("reason").map(JSONValue.string)])]
    })
}
