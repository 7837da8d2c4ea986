import JSONValues
import LanguageModels

/// OpenRouter (https://openrouter.ai/docs/api-reference): chat completions of many providers, with what each call did cost.
struct OpenRouterModel: ModelService {
  static let provider = Provider.openRouter
  static let defaults = ModelOptions(
    model: "anthropic/claude-haiku-4.5", endpoint: "https://openrouter.ai/api/v1", keyName: "OPENROUTER_API_KEY")
  static let defaultPath = "/api/v1"

  private let options: ModelOptions
  private let address: ServiceURL

  init(_ options: ModelOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let needsKey = true

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest {
    var body = ChatCompletions.body(request, model: options.model, limitName: "max_tokens")
    body["usage"] = ["include": true]
    // Not to one that would ignore the schema.
    if request.schema != nil { body["provider"] = ["require_parameters": true] }
    return ServiceRequest(
      url: address.appending("/chat/completions"), body: .object(body),
      headers: [("x-title", "Continuity")] + (key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? []))
  }

  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply {
    try ChatCompletions.reply(in: answer, model: options.model)
  }
}
