import JSONValues
import LanguageModels

/// How one provider of language models is asked over HTTP, and how its answer reads. What all have in common, `RemoteModel` does.
protocol ModelService: Sendable {
  static var provider: Provider { get }
  /// What holds where nothing is configured.
  static var defaults: ModelOptions { get }
  /// What a bare host means.
  static var defaultPath: String { get }

  init(_ options: ModelOptions, address: ServiceURL)

  /// Whether it cannot be asked without a key.
  var needsKey: Bool { get }
  /// What may be wrong when it does not answer, or does not know the model. A whole sentence.
  var unreachableRemedy: String { get }
  var unknownModelRemedy: String { get }

  func request(_ request: CompletionRequest, key: APIKey?) -> ServiceRequest

  /// What stands in an answer with a status of success. Some say there that they failed.
  func reply(in answer: JSONValue) throws(ServiceFailure) -> CompletionReply
}

extension ModelService {
  static var defaultPath: String { "" }
  static var name: String { provider.rawValue }
  var unreachableRemedy: String { "Check `llm.\(Self.name).endpoint`, the network and the proxy" }
  var unknownModelRemedy: String { "Check `llm.\(Self.name).model` and `llm.\(Self.name).endpoint`" }
}

/// `[llm.…]` of the configuration for one provider; what is empty takes the provider's default.
package struct ModelOptions: Hashable, Sendable {
  package var model: String
  package var endpoint: String
  /// The name of the variable, or of the file, that holds the key.
  package var keyName: String

  package init(model: String = "", endpoint: String = "", keyName: String = "") {
    self.model = model
    self.endpoint = endpoint
    self.keyName = keyName
  }

  func filled(from defaults: ModelOptions) -> ModelOptions {
    ModelOptions(
      model: model.isEmpty ? defaults.model : model, endpoint: endpoint.isEmpty ? defaults.endpoint : endpoint,
      keyName: keyName.isEmpty ? defaults.keyName : keyName)
  }
}

/// Numbers of tokens as services write them: missing, negative or as large as they like.
enum TokenCount {
  static func read(_ value: JSONValue?) -> Int { value?.integer.map { Int(clamping: max(0, $0)) } ?? 0 }

  static func sum(_ values: JSONValue?...) -> Int {
    values.reduce(0) { ModelUsage(inputTokens: $0, outputTokens: read($1)).tokens }
  }
}
