import Embedding
import JSONValues

/// How one provider of embeddings is asked, and how its answer reads. What all have in common, `RemoteEmbedder` does.
protocol EmbeddingService: Sendable {
  /// The value of `embedder.provider`, and the first part of an identity.
  static var name: String { get }
  /// What holds where nothing is configured.
  static var defaults: EmbeddingOptions { get }
  /// What a bare host means: `http://localhost:8080` is asked below `/v1`.
  static var defaultPath: String { get }

  init(_ options: EmbeddingOptions, address: ServiceURL)

  var maximumBatch: Int { get }
  /// Whether it cannot be asked without a key.
  var needsKey: Bool { get }
  /// Which words stand before a text, where the service itself is not told what it is for.
  var prompts: EmbeddingPrompts { get }
  /// What may be wrong when it does not answer, or does not know the model. A whole sentence.
  var unreachableRemedy: String { get }
  var unknownModelRemedy: String { get }

  func request(_ texts: [String], purpose: EmbeddingPurpose, key: APIKey?) -> ServiceRequest

  /// A vector for each text in order, each an array of numbers; nil when the answer has another shape.
  func vectors(in answer: JSONValue) -> [JSONValue]?

  /// What is asked for the model's version; nil where that is known without.
  var versionRequest: ServiceRequest? { get }
  /// The version, from that answer or without one. Vectors of two versions are never compared.
  func version(in answer: JSONValue?) throws(ServiceFailure) -> String
}

extension EmbeddingService {
  static var defaultPath: String { "" }
  var versionRequest: ServiceRequest? { nil }
  var unreachableRemedy: String { "Check `embedder.base_url`, the network and the proxy" }
  var unknownModelRemedy: String { "Check `embedder.model` and `embedder.base_url`" }
}

/// `[embedder]` of the configuration; what is empty takes the provider's default.
package struct EmbeddingOptions: Hashable, Sendable {
  package var model: String
  package var baseURL: String
  /// The name of the variable, or of the file, that holds the key.
  package var keyName: String
  /// What the model is asked for; 0 for as many as it has.
  package var dimensions: Int
  /// What stands before a question and before a passage; empty for what the model was trained with, where that is known.
  package var queryPrefix: String
  package var passagePrefix: String

  package init(
    model: String = "", baseURL: String = "", keyName: String = "", dimensions: Int = 0, queryPrefix: String = "",
    passagePrefix: String = ""
  ) {
    self.model = model
    self.baseURL = baseURL
    self.keyName = keyName
    self.dimensions = dimensions
    self.queryPrefix = queryPrefix
    self.passagePrefix = passagePrefix
  }

  func filled(from defaults: EmbeddingOptions) -> EmbeddingOptions {
    var filled = self
    if filled.model.isEmpty { filled.model = defaults.model }
    if filled.baseURL.isEmpty { filled.baseURL = defaults.baseURL }
    if filled.keyName.isEmpty { filled.keyName = defaults.keyName }
    return filled
  }
}
