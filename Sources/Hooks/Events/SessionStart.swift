import JSONRPC
import JSONValues

extension HookEvent {
  /// A session begins, or goes on after a resume, a `/clear` or a compaction: it is recorded, and its context is asked for.
  package static let start = HookEvent(
    name: "start",
    summary: "a session begins or goes on: record it and print the context to inject",
    clientNames: ["SessionStart", "sessionStart"],
    requests: { payload throws(HookPayloadError) in
      let source = payload.text("source").map(JSONValue.string)
      var context: JSONObject = ["session_id": .string(payload.session)]
      context["source"] = source
      context["cwd"] = payload.workingDirectory.map(JSONValue.string)
      return [payload.request("session/start", ["source": source]), Request(method: "memory/context", params: context)]
    },
    answer: { results in
      let markdown = InjectedContext.fitted(results.last?["markdown"]?.string ?? "")
      return markdown.isEmpty ? .nothing : .context(markdown)
    })
}
