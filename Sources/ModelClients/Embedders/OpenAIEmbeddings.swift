import Embedding
import JSONValues

/// `POST /v1/embeddings` of OpenAI (https://platform.openai.com/docs/api-reference/embeddings) and of everyone who speaks like it:
/// llama.cpp, LM Studio, vLLM.
struct OpenAIEmbeddings: EmbeddingService {
  static let name = "openai"
  static let defaults = EmbeddingOptions(
    model: "text-embedding-3-small", baseURL: "https://api.openai.com/v1", keyName: "OPENAI_API_KEY")
  static let defaultPath = "/v1"

  private let options: EmbeddingOptions
  private let address: ServiceURL

  init(_ options: EmbeddingOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let maximumBatch = 64
  /// What runs on one's own machine mostly has none.
  var needsKey: Bool { address.host == "api.openai.com" }
  var prompts: EmbeddingPrompts { EmbeddingPrompts(options) }

  func request(_ texts: [String], purpose: EmbeddingPurpose, key: APIKey?) -> ServiceRequest {
    var body: JSONObject = [
      "model": .string(options.model), "input": .array(texts.map(JSONValue.string)), "encoding_format": "float",
    ]
    if options.dimensions > 0 { body["dimensions"] = .integer(Int64(options.dimensions)) }
    return ServiceRequest(
      url: address.appending("/embeddings"), body: .object(body),
      headers: key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? [])
  }

  func vectors(in answer: JSONValue) -> [JSONValue]? { Self.indexed(answer["data"]) }

  /// `[{"index": 1, "embedding": […]}, …]` in the order of the indices, which must be 0, 1, 2 …
  static func indexed(_ list: JSONValue?) -> [JSONValue]? {
    guard let entries = list?.array else { return nil }
    var vectors = [JSONValue?](repeating: nil, count: entries.count)
    for (position, entry) in entries.enumerated() {
      let index = entry["index"].map { $0.integer.flatMap { Int(exactly: $0) } ?? -1 } ?? position
      guard vectors.indices.contains(index), vectors[index] == nil, let vector = entry["embedding"] else { return nil }
      vectors[index] = vector
    }
    return vectors.compactMap { $0 }
  }

  /// Two servers may give one name to different models, and llama.cpp takes any name: only OpenAI's own names say which model it
  /// is.
  func version(in answer: JSONValue?) -> String { address.host == "api.openai.com" ? "1" : address.authority }
}
