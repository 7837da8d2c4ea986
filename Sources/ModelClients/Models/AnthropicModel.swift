import JSONValues
import LanguageModels

/// `POST /v1/messages` (https://docs.anthropic.com/en/api/messages). The schema is the input of a tool that the model has to use,
/// which every model of theirs can.
struct AnthropicModel: ModelService {
  static let provider = Provider.anthropic
  static let defaults = ModelOptions(
    model: "claude-haiku-4-5-20251001", endpoint: "https://api.anthropic.com/v1", keyName: "ANTHROPIC_API_KEY")
  static let defaultPath = "/v1"

  private static let tool = "answer"

  private let options: ModelOptions
  private let address: ServiceURL

  init(_ options: ModelOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let needsKey = true

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest {
    var body: JSONObject = [
      "model": .string(options.model), "max_tokens": .integer(Int64(request.maximumTokens)), "system": .string(request.system),
      "messages": [["role": "user", "content": .string(request.prompt)]], "stream": false,
    ]
    if let schema = request.schema {
      body["tools"] = [
        ["name": .string(Self.tool), "description": "Gives the answer to the request.", "input_schema": schema]
      ]
      body["tool_choice"] = ["type": "tool", "name": .string(Self.tool)]
    }
    return ServiceRequest(
      url: address.appending("/messages"), body: .object(body),
      headers: [("anthropic-version", "2023-06-01")] + (key.map { [("x-api-key", $0.headerValue)] } ?? []))
  }

  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply {
    guard let blocks = answer["content"]?.array else {
      throw ServiceFailure(.unusable, ServiceAnswer.message(in: answer) ?? "the answer has no `content`")
    }
    let used = blocks.first { $0["type"] == "tool_use" && $0["name"] == .string(Self.tool) }
    let words = blocks.compactMap { $0["type"] == "text" ? $0["text"]?.string : nil }.joined()
    let usage = answer["usage"]
    // What is read from a cache or written to it is input too.
    let input = TokenCount.sum(
      usage?["input_tokens"], usage?["cache_creation_input_tokens"], usage?["cache_read_input_tokens"])
    let ending: CompletionReply.Ending =
      switch answer["stop_reason"]?.string {
      case "max_tokens", "model_context_window_exceeded": .truncated
      case "refusal": .refused(words)
      default: .complete
      }
    return CompletionReply(
      text: used?["input"]?.text ?? words, model: answer["model"]?.string ?? options.model,
      usage: ModelUsage(calls: 1, inputTokens: input, outputTokens: TokenCount.read(usage?["output_tokens"])), ending: ending)
  }
}
