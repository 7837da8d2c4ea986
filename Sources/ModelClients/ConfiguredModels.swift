package import LanguageModels

/// The language models that the settings name, each within its budget. Nothing is asked of any before it is used.
package struct ConfiguredModels: Sendable {
  /// `[llm]` of the configuration.
  package struct Choice: Hashable, Sendable {
    /// `auto`, `none`, or a provider's name.
    package var provider: String
    /// For every task; empty for the provider's own.
    package var model: String
    /// For some tasks instead.
    package var taskModels: [CompletionRequest.Task: String]
    package var options: [Provider: ModelOptions]

    package init(
      provider: String, model: String = "", taskModels: [CompletionRequest.Task: String] = [:],
      options: [Provider: ModelOptions] = [:]
    ) {
      self.provider = provider
      self.model = model
      self.taskModels = taskModels
      self.options = options
    }

    /// The task's own model, else the one for all, else the provider's; empty for its default.
    func model(for task: CompletionRequest.Task, of provider: Provider) -> String {
      [taskModels[task], model, options[provider]?.model].lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ""
    }
  }

  private let choice: Choice
  private let detection: ProviderDetection
  private let network: Network
  private let keys: KeySource
  private let claudeFolder: String

  /// - Parameter claudeFolder: a folder that stays empty, for `claude` to run in.
  package init(choice: Choice, detection: ProviderDetection, network: Network, keys: KeySource, claudeFolder: String) {
    self.choice = choice
    self.detection = detection
    self.network = network
    self.keys = keys
    self.claudeFolder = claudeFolder
  }

  /// The model for a task: its answers are checked, its calls are permitted by the budget and stand in the ledger. Nil for `none`,
  /// and for `auto` where nothing is there: then rules do the work.
  ///
  /// Throws `unavailable` where the provider that is named cannot be asked.
  /// - Parameter estimate: how many tokens a text has.
  package func model(
    for task: CompletionRequest.Task, ledger: any SpendingLedger, budget: ModelBudget,
    estimate: @escaping @Sendable (_ text: String) -> Int
  ) throws(LanguageModelError) -> (any LanguageModel)? {
    guard let found = detection.choose(choice.provider) else { return nil }
    guard found.isAvailable else { throw .unavailable("`llm.provider` is \(found.provider.rawValue), but \(found.reason)") }
    return CheckedModel(BudgetedModel(try client(found, task), ledger: ledger, budget: budget, estimate: estimate))
  }

  private func client(_ found: ProviderDetection.Finding, _ task: CompletionRequest.Task) throws(LanguageModelError)
    -> any LanguageModel
  {
    let name = choice.model(for: task, of: found.provider)
    if found.provider == .claudeCLI {
      return ClaudeCLIModel(program: found.reason, model: name, workingFolder: claudeFolder)
    }
    var options = choice.options[found.provider] ?? ModelOptions()
    options.model = name
    return try RemoteModel(provider: found.provider, options: options, network: network, keys: keys)
  }
}
