import JSONRPC
import JSONValues

extension HookEvent {
  /// A turn has ended. Its last words come with the payload, because the transcript is written later and may lag.
  package static let stop = HookEvent(
    name: "stop",
    summary: "a turn ends: record the last words and queue the extraction",
    clientNames: ["Stop", "StopFailure", "agentStop", "afterAgentResponse", "AfterAgent"],
    requests: { payload throws(HookPayloadError) in
      // Claude Code turns the Stop hooks of an agent's own front matter into SubagentStop.
      switch payload.eventName {
      case "SubagentStop"?, "subagentStop"?: return try subagentStop.requests(payload)
      default:
        return [payload.request("session/stop", ["last_assistant_message": payload.lastAssistantMessage.map(JSONValue.string)])]
      }
    })
}
