import JSONRPC
import JSONValues

/// A client's payload in its normal form: one name for what the clients spell differently.
///
/// Decoding is lenient, because payloads grow with every release of a client: an optional member of the wrong type counts as
/// absent. Each property names the spellings it knows; the first is Claude Code's, which Codex and most others share.
struct HookPayload {
  let fields: JSONObject
  let client: HookClient
  let session: String
  /// Absolute; anything else would be resolved against the hook process's own directory, which says nothing.
  let workingDirectory: String?

  init(_ fields: JSONObject, client: HookClient?, environment: (String) -> String?) throws(HookPayloadError) {
    guard let session = Self.text(fields, "session_id", "sessionId", "conversation_id") else {
      throw .missing("session_id", in: fields)
    }
    self.fields = fields
    self.session = session
    self.client = client ?? .recognised(in: fields, session: session, environment: environment)
    let directory = Self.text(fields, "cwd") ?? fields["workspace_roots"]?.array?.first?.string
    workingDirectory = [directory, environment("CLAUDE_PROJECT_DIR")].lazy.compactMap { $0 }.first { $0.hasPrefix("/") }
  }

  /// The client's name for the event: `PostToolUseFailure`.
  var eventName: String? { text("hook_event_name", "hookEventName") }
  /// Claude Code's JSONL; null in Codex while it keeps none.
  var transcriptPath: String? { text("transcript_path", "transcriptPath") }
  var lastAssistantMessage: String? { text("last_assistant_message", "prompt_response", "text") }

  /// The first of these members that is there and not null.
  func value(_ keys: String...) -> JSONValue? {
    for key in keys {
      if let value = fields[key], !value.isNull { return value }
    }
    return nil
  }

  /// The first of these members that is a string and not empty.
  func text(_ keys: String...) -> String? {
    for key in keys {
      if let text = fields[key]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  private static func text(_ fields: JSONObject, _ keys: String...) -> String? {
    for key in keys {
      if let text = fields[key]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  /// A request about this session: its id, `params` without those that are nil, and where it was asked.
  func request(_ method: String, _ params: KeyValuePairs<String, JSONValue?>) -> Request {
    var object: JSONObject = ["session_id": .string(session)]
    for (key, value) in params { object[key] = value }
    object["cwd"] = workingDirectory.map(JSONValue.string)
    object["transcript_path"] = transcriptPath.map(JSONValue.string)
    object["client"] = .string(client.name)
    return Request(method: method, params: object)
  }
}
