import JSONValues
import LanguageModels

/// Reads what `claude -p --output-format json` prints.
enum ClaudeCLIAnswer {
  /// - Parameters:
  ///   - output: standard output; keys come in any order, and a later version may print lines before the result.
  ///   - complaint: the last words of standard error.
  ///   - redact: takes keys out of what the client says.
  static func reply(
    output: String, exit code: Int32?, complaint: String, model: String, name: String, redact: (String) -> String
  ) throws(LanguageModelError) -> CompletionReply {
    guard let result = result(in: output) else {
      let words = ServiceAnswer.safe(redact(complaint.isEmpty ? output : complaint), key: nil)
      let end = code.map { "exit \($0)" } ?? "ended by a signal"
      if code == 0 || code == nil {
        throw .unusable("\(name): no result in its output (\(end))\(words.isEmpty ? "" : ": \(words)")")
      }
      throw .unavailable("\(name): \(end)\(words.isEmpty ? "" : ": \(words)")")
    }
    // "Not logged in" has the subtype `success`: only `is_error` and the exit code tell.
    guard result["is_error"] == .bool(false), code == 0 else { throw failure(result, name: name, redact: redact) }
    let text = result["structured_output"].flatMap { $0.isNull ? nil : $0.text } ?? result["result"]?.string
    guard let text else { throw .unusable("\(name): the result has no text") }
    let usage = result["usage"]
    let ending: CompletionReply.Ending =
      switch result["stop_reason"]?.string {
      case "max_tokens": .truncated
      case "refusal": .refused(text)
      default: .complete
      }
    return CompletionReply(
      text: text, model: usedModel(result["modelUsage"]) ?? model,
      usage: ModelUsage(
        calls: 1,
        inputTokens: TokenCount.sum(
          usage?["input_tokens"], usage?["cache_creation_input_tokens"], usage?["cache_read_input_tokens"]),
        outputTokens: TokenCount.read(usage?["output_tokens"])),
      cost: result["total_cost_usd"]?.double.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }, ending: ending)
  }

  private static func result(in output: String) -> JSONValue? {
    if let whole = try? JSONValue(parsing: output), whole["type"] == "result" { return whole }
    for line in output.split(separator: "\n").reversed() {
      if let value = try? JSONValue(parsing: String(line)), value["type"] == "result" { return value }
    }
    return nil
  }

  /// It may use a small model beside the one that was asked for; the one that said most is the one that answered.
  private static func usedModel(_ usage: JSONValue?) -> String? {
    usage?.object?.members.max { TokenCount.read($0.value["outputTokens"]) < TokenCount.read($1.value["outputTokens"]) }?.key
  }

  private static func failure(_ result: JSONValue, name: String, redact: (String) -> String) -> LanguageModelError {
    let errors = (result["errors"]?.array ?? []).compactMap { $0.string ?? $0["message"]?.string }.joined(separator: "; ")
    let said = result["result"]?.string ?? ""
    let words = ServiceAnswer.safe(redact([said, errors].filter { !$0.isEmpty }.joined(separator: "; ")), key: nil)
    let subtype = result["subtype"]?.string ?? ""
    let reason = "\(name): " + (words.isEmpty ? (subtype.isEmpty ? "it failed without a word" : subtype) : words)
    let status = result["api_error_status"].flatMap { $0.integer ?? Int64($0.string ?? "") }
    switch status {
    case 429, 529, 500, 502, 503, 504: return .overloaded(reason)
    case 401, 403: return .unavailable(reason + ". Log in with `claude`, then `/login`")
    case 400, 404, 413: return .refused(reason)
    default: break
    }
    switch subtype {
    case "error_max_turns", "error_max_structured_output_retries", "error_during_execution", "error_max_budget_usd":
      return .unusable(reason)
    default:
      let lowered = words.lowercased()
      let isLogin = lowered.contains("/login") || lowered.contains("log in") || lowered.contains("api key")
      return .unavailable(reason + (isLogin ? ". Log in with `claude`, then `/login`" : ""))
    }
  }
}
