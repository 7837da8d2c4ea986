import JSONValues
import LanguageModels

/// `models/…:generateContent` (https://ai.google.dev/api/generate-content). The schema is `responseJsonSchema`.
struct GeminiModel: ModelService {
  static let provider = Provider.gemini
  static let defaults = ModelOptions(
    model: "gemini-2.5-flash", endpoint: "https://generativelanguage.googleapis.com/v1beta", keyName: "GEMINI_API_KEY")
  static let defaultPath = "/v1beta"

  private let options: ModelOptions
  private let address: ServiceURL

  init(_ options: ModelOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let needsKey = true

  private var model: String { options.model.hasPrefix("models/") ? options.model : "models/" + options.model }

  /// What it refuses a schema for; the limits of strings it does not know.
  private static let unknownWords: Set<String> = ["$schema", "minLength", "maxLength", "const"]

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest {
    var generation: JSONObject = ["maxOutputTokens": .integer(Int64(request.maximumTokens)), "candidateCount": 1]
    if let thinking { generation["thinkingConfig"] = thinking }
    if let schema = request.schema {
      generation["responseMimeType"] = "application/json"
      generation["responseJsonSchema"] = SchemaSubset.pruned(schema, without: Self.unknownWords.contains)
    }
    return ServiceRequest(
      url: address.appending("/\(model):generateContent"),
      body: [
        "systemInstruction": ["parts": [["text": .string(request.system)]]],
        "contents": [["role": "user", "parts": [["text": .string(request.prompt)]]]], "generationConfig": .object(generation),
      ],
      headers: key.map { [("x-goog-api-key", $0.headerValue)] } ?? [])
  }

  /// As little as the model can: what it thinks comes out of the answer's tokens, and is paid for
  /// (https://ai.google.dev/gemini-api/docs/thinking).
  private var thinking: JSONValue? {
    if options.model.contains("2.5-flash") { return ["thinkingBudget": 0] }
    if options.model.contains("2.5-pro") { return ["thinkingBudget": 128] }
    if options.model.contains("gemini-3") { return ["thinkingLevel": "low"] }
    return nil
  }

  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply {
    let counts = answer["usageMetadata"]
    let usage = ModelUsage(
      calls: 1, inputTokens: TokenCount.read(counts?["promptTokenCount"]),
      outputTokens: TokenCount.sum(counts?["candidatesTokenCount"], counts?["thoughtsTokenCount"]))
    let name = answer["modelVersion"]?.string ?? options.model
    if let reason = answer["promptFeedback"]?["blockReason"]?.string {
      return CompletionReply(text: "", model: name, usage: usage, ending: .refused("the prompt was blocked (\(reason))"))
    }
    guard let candidate = answer["candidates"]?.array?.first else {
      throw ServiceFailure(.unusable, ServiceAnswer.message(in: answer) ?? "the answer has no candidates")
    }
    // Thoughts are parts too, marked as such.
    let parts = candidate["content"]?["parts"]?.array ?? []
    let text = parts.compactMap { $0["thought"] == .bool(true) ? nil : $0["text"]?.string }.joined()
    let ending: CompletionReply.Ending =
      switch candidate["finishReason"]?.string {
      case nil, "STOP", "FINISH_REASON_UNSPECIFIED": .complete
      case "MAX_TOKENS": .truncated
      case let reason?: .refused("finished with \(reason)")
      }
    return CompletionReply(text: text, model: name, usage: usage, ending: ending)
  }
}
