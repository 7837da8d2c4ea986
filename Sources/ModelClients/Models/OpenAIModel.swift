import JSONValues
import LanguageModels

/// OpenAI, and whatever else speaks its chat completions: llama.cpp, LM Studio, vLLM, a gateway.
struct OpenAIModel: ModelService {
  static let provider = Provider.openAI
  static let defaults = ModelOptions(model: "gpt-4.1-mini", endpoint: "https://api.openai.com/v1", keyName: "OPENAI_API_KEY")
  static let defaultPath = "/v1"

  private let options: ModelOptions
  private let address: ServiceURL

  init(_ options: ModelOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  private var isOpenAI: Bool { address.host == "api.openai.com" }
  /// What runs on one's own machine mostly has none.
  var needsKey: Bool { isOpenAI }

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest {
    // OpenAI's newer models refuse the old name of the limit, and others know only that one.
    let limitName = isOpenAI ? "max_completion_tokens" : "max_tokens"
    return ServiceRequest(
      url: address.appending("/chat/completions"),
      body: .object(ChatCompletions.body(request, model: options.model, limitName: limitName)),
      headers: key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? [])
  }

  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply {
    try ChatCompletions.reply(in: answer, model: options.model)
  }
}
