/// Finds which providers are there without asking any of them for anything: no call is made, nothing is spent.
package struct ProviderDetection: Sendable {
  /// Looks a program up on the PATH; nil when it is not there.
  package var program: @Sendable (_ name: String) -> String?
  /// Where the key of this name is, or the variable's value; nil when there is none.
  package var variable: @Sendable (_ name: String) -> String?
  /// Whether something accepts connections at this address.
  package var listens: @Sendable (_ endpoint: String) -> Bool
  /// The variables that hold the keys, by provider.
  package var keyVariables: [Provider: String]
  package var ollamaEndpoint: String
  /// Where it is not OpenAI's own, somebody runs a service there, which may want no key.
  package var openAIEndpoint: String

  package init(
    keyVariables: [Provider: String], ollamaEndpoint: String, openAIEndpoint: String = "https://api.openai.com/v1",
    program: @escaping @Sendable (String) -> String?,
    variable: @escaping @Sendable (String) -> String?, listens: @escaping @Sendable (String) -> Bool
  ) {
    self.keyVariables = keyVariables
    self.ollamaEndpoint = ollamaEndpoint
    self.openAIEndpoint = openAIEndpoint
    self.program = program
    self.variable = variable
    self.listens = listens
  }

  /// Whether one provider could be asked, and why.
  package struct Finding: Hashable, Sendable {
    package var provider: Provider
    package var isAvailable: Bool
    /// `/usr/local/bin/claude`, `ANTHROPIC_API_KEY is not set`.
    package var reason: String
  }

  package func finding(for provider: Provider) -> Finding {
    switch provider {
    case .claudeCLI:
      let path = program("claude")
      return Finding(provider: provider, isAvailable: path != nil, reason: path ?? "`claude` is not on the PATH")
    case .ollama:
      let isThere = listens(ollamaEndpoint)
      return Finding(
        provider: provider, isAvailable: isThere, reason: isThere ? ollamaEndpoint : "nothing listens at \(ollamaEndpoint)")
    case .openAI where (try? ServiceURL(openAIEndpoint))?.host != "api.openai.com":
      let isThere = listens(openAIEndpoint)
      return Finding(
        provider: provider, isAvailable: isThere, reason: isThere ? openAIEndpoint : "nothing listens at \(openAIEndpoint)")
    case .anthropic, .gemini, .openRouter, .openAI:
      guard let name = keyVariables[provider], !name.isEmpty else {
        return Finding(provider: provider, isAvailable: false, reason: "no `api_key_env` is set")
      }
      let isSet = variable(name) != nil
      return Finding(provider: provider, isAvailable: isSet, reason: isSet ? "\(name) is set" : "\(name) is not set")
    }
  }

  /// What `setting` (a value of `llm.provider`) would take; nil for `none`, and for `auto` when nothing is there.
  package func choose(_ setting: String) -> Finding? {
    if let named = Provider(rawValue: setting) { return finding(for: named) }
    guard setting == "auto" else { return nil }
    for provider in Provider.allCases {
      let found = finding(for: provider)
      if found.isAvailable { return found }
    }
    return nil
  }
}
