import Embedding
import LanguageModels
import MemoryEngine
import MemoryStore
import ModelClients

/// The models that the settings name. Nothing is asked of any before it is used.
extension Composition {
  private var keys: KeySource { KeySource(folder: home.path + "/keys") { environmentValue($0) } }

  var network: Network {
    let file = configuration.settings.network.certificateFile
    return Network(
      variable: { environmentValue($0) }, additionalCertificates: file.isEmpty ? "" : FilePath.absolute(file, base: "/"))
  }

  var languageModels: ConfiguredModels {
    let settings = configuration.settings.llm
    let (keys, name) = (keys, settings.model)
    var detection = ProviderDetection(settings: settings)
    detection.variable = { keys.place(of: $0) }
    return ConfiguredModels(
      choice: ConfiguredModels.Choice(
        provider: settings.provider, model: name, taskModels: settings.taskModels,
        options: [
          .ollama: ModelOptions(settings.ollama), .anthropic: ModelOptions(settings.anthropic),
          .gemini: ModelOptions(settings.gemini),
          .openRouter: ModelOptions(settings.openRouter), .openAI: ModelOptions(settings.openAI),
        ]), detection: detection, network: network, keys: keys, claudeFolder: home.path + "/claude")
  }

  /// The provider that would be asked; nil where rules do the work. Looks for programs and listens for services, but asks nobody anything.
  var modelProvider: String? {
    let settings = configuration.settings.llm
    let keys = keys
    var detection = ProviderDetection(settings: settings)
    detection.variable = { keys.place(of: $0) }
    guard let found = detection.choose(settings.provider), found.isAvailable else { return nil }
    return found.provider.rawValue
  }

  var modelBudget: ModelBudget {
    let budget = configuration.settings.budget
    return ModelBudget(
      day: .init(calls: budget.callsPerDay, tokens: budget.tokensPerDay),
      session: .init(calls: budget.callsPerSession, tokens: budget.tokensPerSession))
  }

  /// What the engine asks, within the budget and written down in the ledger; nil for `none`.
  var modelSource: ModelSource? {
    let settings = configuration.settings.llm
    guard settings.provider != "none" else { return nil }
    let (models, budget, home) = (languageModels, modelBudget, home)
    return ModelSource(timeout: .seconds(settings.timeoutSeconds)) { task throws(LanguageModelError) in
      let ledger: StoreLedger
      do {
        ledger = try StoreLedger(home: home, clock: Self.wallClock)
      } catch {
        throw .unavailable("the ledger cannot be opened, and no call is made without it: \(error)")
      }
      return try models.model(for: task, ledger: ledger, budget: budget) { TokenEstimate.tokens($0) }
    }
  }

  /// The embedder that is asked over HTTP; nil where the settings name none: `builtin` and `none` are no concern of this.
  func remoteEmbedder() throws(EmbeddingError) -> RemoteEmbedder? {
    let settings = configuration.settings.embedder
    guard RemoteEmbedder.providers.contains(settings.provider) else { return nil }
    return try RemoteEmbedder(
      provider: settings.provider,
      options: EmbeddingOptions(
        model: settings.model, baseURL: settings.baseURL, keyName: settings.keyVariable, dimensions: settings.dimensions,
        queryPrefix: settings.queryPrefix, passagePrefix: settings.passagePrefix), network: network, keys: keys)
  }
}

extension Settings.LanguageModels {
  /// What is done for a finished session takes the cheap model, what decides takes the smart one.
  fileprivate var taskModels: [CompletionRequest.Task: String] {
    [.extraction: extractionModel, .tiers: extractionModel, .relational: extractionModel, .merge: mergeModel]
  }
}

extension ModelOptions {
  fileprivate init(_ service: Settings.LanguageModels.Service) {
    self.init(model: service.model, endpoint: service.endpoint, keyName: service.keyVariable)
  }
}
