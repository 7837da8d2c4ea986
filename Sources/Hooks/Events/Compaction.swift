import JSONRPC
import JSONValues

extension HookEvent {
  /// The context is about to be compacted, or has been: then the client's own summary comes along.
  package static let compact = HookEvent(
    name: "compact",
    summary: "the context is compacted: record the summary and queue the extraction",
    clientNames: ["PreCompact", "PostCompact", "preCompact", "PreCompress"],
    requests: { payload throws(HookPayloadError) in
      [
        payload.request(
          "session/compact",
          [
            "trigger": payload.text("trigger").map(JSONValue.string),
            "summary": payload.text("compact_summary").map(JSONValue.string),
          ])
      ]
    })
}
