import Embedding
import JSONValues

/// `POST /v1/embeddings` of Voyage (https://docs.voyageai.com/reference/embeddings-api): like OpenAI's, but it is told what a text
/// is for.
struct VoyageEmbeddings: EmbeddingService {
  static let name = "voyage"
  static let defaults = EmbeddingOptions(
    model: "voyage-3.5", baseURL: "https://api.voyageai.com/v1", keyName: "VOYAGE_API_KEY")
  static let defaultPath = "/v1"

  private let options: EmbeddingOptions
  private let address: ServiceURL

  init(_ options: EmbeddingOptions, address: ServiceURL) {
    self.options = options
    self.address = address
  }

  let maximumBatch = 64
  let needsKey = true
  let prompts = EmbeddingPrompts()

  func request(_ texts: [String], purpose: EmbeddingPurpose, key: APIKey?) -> ServiceRequest {
    var body: JSONObject = [
      "model": .string(options.model), "input": .array(texts.map(JSONValue.string)),
      "input_type": purpose == .query ? "query" : "document", "truncation": true,
    ]
    if options.dimensions > 0 { body["output_dimension"] = .integer(Int64(options.dimensions)) }
    return ServiceRequest(
      url: address.appending("/embeddings"), body: .object(body),
      headers: key.map { [("authorization", "Bearer \($0.headerValue)")] } ?? [])
  }

  func vectors(in answer: JSONValue) -> [JSONValue]? { OpenAIEmbeddings.indexed(answer["data"]) }

  func version(in answer: JSONValue?) -> String { "1" }
}
