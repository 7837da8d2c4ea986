import JSONRPC
import JSONValues

extension HookEvent {
  /// A subagent has ended its work and reports back.
  package static let subagentStop = HookEvent(
    name: "subagent-stop",
    summary: "a subagent ends: record its last words",
    clientNames: ["SubagentStop", "subagentStop"],
    requests: { payload throws(HookPayloadError) in
      let type = payload.value("agent_type", "agentName", "subagent_type")?.string
      // Claude Code's compaction runs agents of its own, whose type is "": they say nothing about the work.
      if type == "" { return [] }
      return [
        payload.request(
          "session/stop",
          [
            "last_assistant_message": payload.lastAssistantMessage.map(JSONValue.string),
            "subagent": .string(type ?? "subagent"),
          ])
      ]
    })
}
