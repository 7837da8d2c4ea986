import ModelClients

/// Which model provider would be taken. Nothing is asked of any.
enum ModelCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let settings = composition.configuration.settings.llm
    let detection = ProviderDetection(settings: settings)
    let remark = "; rules do the work"
    guard let found = detection.choose(settings.provider) else {
      return [.note("Model", (settings.provider == "none" ? "switched off" : "none found") + remark)]
    }
    if !found.isAvailable {
      return [
        .warning(
          "Model", "`llm.provider` is \(found.provider.rawValue), but \(found.reason)\(remark)",
          remedy: "Set another one, or `auto` or `none`.")
      ]
    }
    return [.note("Model", "\(found.provider.name) reads finished sessions (\(found.reason))")]
  }
}

extension ProviderDetection {
  init(settings: Settings.LanguageModels) {
    self.init(
      keyVariables: [
        .anthropic: settings.anthropic.keyVariable, .gemini: settings.gemini.keyVariable,
        .openRouter: settings.openRouter.keyVariable,
        .openAI: settings.openAI.keyVariable,
      ],
      ollamaEndpoint: settings.ollama.endpoint, openAIEndpoint: settings.openAI.endpoint,
      program: { Executable.onPath($0).first },
      variable: { environmentValue($0) },
      listens: { Endpoint.listens(at: $0) })
  }
}
