import JSONValues
import LanguageModels

/// OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat), which OpenRouter, llama.cpp, LM Studio and vLLM
/// speak too.
enum ChatCompletions {
  /// - Parameter limitName: `max_tokens`, or what OpenAI's newer models want instead.
  static func body(_ request: CompletionRequest, model: String, limitName: String) -> JSONObject {
    var body: JSONObject = [
      "model": .string(model), "stream": false,
      "messages": [
        ["role": "system", "content": .string(request.system)], ["role": "user", "content": .string(request.prompt)],
      ],
    ]
    body[limitName] = .integer(Int64(request.maximumTokens))
    if let schema = request.schema {
      // Strict mode refuses a schema for words that it does not know; the lengths of strings are among them.
      let isStrict = SchemaSubset.isStrict(schema)
      let sent = isStrict ? SchemaSubset.pruned(schema) { ["$schema", "minLength", "maxLength"].contains($0) } : schema
      body["response_format"] = [
        "type": "json_schema", "json_schema": ["name": "answer", "strict": .bool(isStrict), "schema": sent],
      ]
    }
    return body
  }

  static func reply(in answer: JSONValue, model: String) throws(ServiceFailure) -> CompletionReply {
    // OpenRouter says with status 200 that the provider behind it failed.
    if answer["error"].map({ !$0.isNull }) ?? false {
      let code = answer["error"]?["code"]?.integer.flatMap { Int(exactly: $0) }
      throw ServiceFailure(code.map { .status($0) } ?? .unusable, ServiceAnswer.message(in: answer) ?? "an error without a message")
    }
    guard let choice = answer["choices"]?.array?.first else { throw ServiceFailure(.unusable, "the answer has no choices") }
    if choice["error"].map({ !$0.isNull }) ?? false {
      throw ServiceFailure(.unusable, ServiceAnswer.message(in: choice) ?? "the provider behind it failed")
    }
    let message = choice["message"]
    let text = message?["content"]?.string ?? ""
    let refusal = message?["refusal"]?.string
    let ending: CompletionReply.Ending =
      switch choice["finish_reason"]?.string {
      case _ where refusal != nil: .refused(refusal ?? "")
      case "length": .truncated
      case "content_filter": .refused("a filter of the provider took the answer away")
      default: .complete
      }
    let usage = answer["usage"]
    return CompletionReply(
      text: text, model: answer["model"]?.string ?? model,
      usage: ModelUsage(
        calls: 1, inputTokens: TokenCount.read(usage?["prompt_tokens"]), outputTokens: TokenCount.read(usage?["completion_tokens"])),
      cost: usage?["cost"]?.double.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }, ending: ending)
  }
}
