import Embedding
import JSONValues

/// `POST /api/embed` (https://github.com/ollama/ollama/blob/main/docs/api.md).
struct OllamaEmbeddings: EmbeddingService {
  static let name = "ollama"
  static let defaults = EmbeddingOptions(model: "nomic-embed-text", baseURL: "http://localhost:11434")

  private let options: EmbeddingOptions
  private let address: ServiceURL

  init(_ options: EmbeddingOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  /// It computes them one after another, mostly without a graphics card: small batches show progress.
  let maximumBatch = 32
  let needsKey = false
  var prompts: EmbeddingPrompts { EmbeddingPrompts(options) }
  var unreachableRemedy: String { "Start it with `ollama serve`, or set `embedder.base_url`" }
  var unknownModelRemedy: String { "Fetch the model with `ollama pull \(options.model)`, or set `embedder.model`" }

  func request(_ texts: [String], purpose: EmbeddingPurpose, key: APIKey?) -> ServiceRequest {
    var body: JSONObject = [
      "model": .string(options.model), "input": .array(texts.map(JSONValue.string)), "truncate": true,
      // It unloads a model after five minutes, and loading takes longer than a question can wait.
      "keep_alive": "30m",
    ]
    if options.dimensions > 0 { body["dimensions"] = .integer(Int64(options.dimensions)) }
    return ServiceRequest(
      url: address.appending("/api/embed"), body: .object(body),
      headers: key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? [])
  }

  func vectors(in answer: JSONValue) -> [JSONValue]? { answer["embeddings"]?.array }

  /// The answer to a text does not name the digest, the list of models does.
  var versionRequest: ServiceRequest? { ServiceRequest(url: address.appending("/api/tags")) }

  func version(in answer: JSONValue?) throws(ServiceFailure) -> String {
    guard let models = answer?["models"]?.array else {
      throw ServiceFailure(.unusable, "the list of models (/api/tags) has no `models`")
    }
    let names = [options.model, options.model + ":latest"]
    guard let entry = models.first(where: { names.contains($0["name"]?.string ?? $0["model"]?.string ?? "") }) else {
      throw ServiceFailure(.status(404), "it has no model \(options.model)")
    }
    guard let digest = entry["digest"]?.string, !digest.isEmpty else {
      throw ServiceFailure(.unusable, "the list of models (/api/tags) gives no digest of \(options.model)")
    }
    return String((digest.hasPrefix("sha256:") ? digest.dropFirst(7) : digest[...]).prefix(12))
  }
}
