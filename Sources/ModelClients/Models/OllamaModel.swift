import JSONValues
import LanguageModels

/// `POST /api/chat` (https://github.com/ollama/ollama/blob/main/docs/api.md). The schema is its `format`, which becomes a grammar.
struct OllamaModel: ModelService {
  static let provider = Provider.ollama
  static let defaults = ModelOptions(model: "llama3.2", endpoint: "http://localhost:11434")

  private let options: ModelOptions
  private let address: ServiceURL

  init(_ options: ModelOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let needsKey = false
  var unreachableRemedy: String { "Start it with `ollama serve`, or set `llm.ollama.endpoint`" }
  var unknownModelRemedy: String { "Fetch the model with `ollama pull \(options.model)`, or set `llm.ollama.model`" }

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest {
    var body: JSONObject = [
      "model": .string(options.model), "stream": false,
      "messages": [
        ["role": "system", "content": .string(request.system)], ["role": "user", "content": .string(request.prompt)],
      ],
      "options": [
        "temperature": 0, "num_predict": .integer(Int64(request.maximumTokens)), "num_ctx": .integer(Self.window(for: request)),
      ],
      // Models that think aloud would spend the answer's tokens on it.
      "think": false, "keep_alive": "5m",
    ]
    if let schema = request.schema { body["format"] = schema }
    return ServiceRequest(
      url: address.appending("/api/chat"), body: .object(body),
      headers: key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? [])
  }

  /// Ollama's own window is 4096 tokens, and it cuts what is longer without a word. Few sizes, because it loads the model again for
  /// another one.
  static func window(for request: CompletionRequest) -> Int64 {
    let bytes = request.system.utf8.count + request.prompt.utf8.count
    let tokens = bytes / 3 + max(0, min(request.maximumTokens, 1_000_000))
    return [8192, 16_384, 32_768, 65_536].first { $0 >= Int64(tokens) } ?? 131_072
  }

  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply {
    if let message = answer["error"]?.string { throw ServiceFailure(.unusable, message) }
    guard let text = answer["message"]?["content"]?.string else {
      throw ServiceFailure(.unusable, "the answer has no `message.content`")
    }
    guard answer["done"] != .bool(false) else { throw ServiceFailure(.unusable, "the answer is a part of a stream") }
    return CompletionReply(
      text: text, model: answer["model"]?.string ?? options.model,
      usage: ModelUsage(
        calls: 1, inputTokens: TokenCount.read(answer["prompt_eval_count"]), outputTokens: TokenCount.read(answer["eval_count"])),
      ending: answer["done_reason"] == "length" ? .truncated : .complete)
  }
}
