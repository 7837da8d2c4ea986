import Embedding
import JSONValues

/// `models/…:batchEmbedContents` (https://ai.google.dev/api/embeddings). The key stands in a header, not in the address, which gets
/// logged.
struct GeminiEmbeddings: EmbeddingService {
  static let name = "gemini"
  static let defaults = EmbeddingOptions(
    model: "gemini-embedding-001", baseURL: "https://generativelanguage.googleapis.com/v1beta", keyName: "GEMINI_API_KEY")
  static let defaultPath = "/v1beta"

  private let options: EmbeddingOptions
  private let address: ServiceURL

  init(_ options: EmbeddingOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  /// The service's own limit.
  let maximumBatch = 100
  let needsKey = true

  /// The second generation takes no task; it wants words before the text instead.
  private var takesTask: Bool { !options.model.contains("gemini-embedding-2") }
  var prompts: EmbeddingPrompts { takesTask ? EmbeddingPrompts() : EmbeddingPrompts(options) }

  private var model: String { options.model.hasPrefix("models/") ? options.model : "models/" + options.model }

  func request(_ texts: [String], purpose: EmbeddingPurpose, key: APIKey?) -> ServiceRequest {
    let requests = texts.map { text -> JSONValue in
      var request: JSONObject = ["model": .string(model), "content": ["parts": [["text": .string(text)]]]]
      if takesTask { request["taskType"] = purpose == .query ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT" }
      if options.dimensions > 0 { request["outputDimensionality"] = .integer(Int64(options.dimensions)) }
      return .object(request)
    }
    return ServiceRequest(
      url: address.appending("/\(model):batchEmbedContents"), body: ["requests": .array(requests)],
      headers: key.map { [("x-goog-api-key", $0.headerValue)] } ?? [])
  }

  func vectors(in answer: JSONValue) -> [JSONValue]? {
    guard let entries = answer["embeddings"]?.array else { return nil }
    let vectors = entries.compactMap { $0["values"] }
    return vectors.count == entries.count ? vectors : nil
  }

  func version(in answer: JSONValue?) -> String { "1" }
}
