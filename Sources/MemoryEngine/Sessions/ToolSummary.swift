import JSONValues

/// What is kept of a tool call: what it was about and a few words of what it answered, never the whole input or output.
struct ToolSummary {
  /// Bytes.
  static let subjectLimit = 300
  static let excerptLimit = 400
  /// Redaction reads this much of an answer: enough that no secret is cut in two where the excerpt ends.
  private static let window = 65_536

  var subject: String?
  var excerpt: String

  init(tool: String, input: JSONValue, response: JSONValue) {
    subject = Self.subjectText(of: input).map { Self.clean($0, limit: Self.subjectLimit) }
    if subject?.isEmpty == true { subject = nil }
    // What a file says stands in the file.
    excerpt = Self.quietTools.contains(tool) ? "" : Self.clean(Self.words(of: response), limit: Self.excerptLimit)
  }

  private static let quietTools = ["Read", "Write", "Edit", "MultiEdit", "NotebookEdit", "Glob", "LS"]

  /// The member that says what the call is about, in the order of how telling it is.
  private static let subjectKeys = [
    "file_path", "notebook_path", "command", "cmd", "query", "pattern", "url", "path", "description", "prompt", "uri", "name",
  ]

  private static func subjectText(of input: JSONValue) -> String? {
    if let text = input.string { return text }
    guard let object = input.object else { return nil }
    for key in subjectKeys { if let text = object[key]?.string, !text.isEmpty { return text } }
    // Under its own name a value may be a secret that its text does not show.
    return Redactor.redact(input).value.object?.members.first { $0.value.string?.isEmpty == false }?.value.string
  }

  private static let wordKeys = ["error", "stderr", "stdout", "text", "content", "output", "result", "message"]

  /// The words of an answer: a string, the blocks of an MCP tool, or the telling members of an object.
  private static func words(of response: JSONValue) -> String {
    switch response {
    case .string(let text): return text
    case .array(let blocks): return lines(of: blocks)
    case .object(let object): return lines(of: wordKeys.compactMap { object[$0] })
    default: return ""
    }
  }

  private static func lines(of responses: [JSONValue]) -> String {
    var lines = ""
    for response in responses where lines.utf8.count < window {
      let words = words(of: response)
      if !words.isEmpty { lines += (lines.isEmpty ? "" : "\n") + words }
    }
    return lines
  }

  private static func clean(_ text: String, limit: Int) -> String {
    let start = text.utf8.count <= window ? text : Excerpt.words(text, limit: window)
    return Excerpt.words(trimmed(Redactor.redact(start).text), limit: limit)
  }
}
