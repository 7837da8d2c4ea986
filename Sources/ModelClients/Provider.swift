/// Where a model can come from, in the order in which `provider = "auto"` looks for one.
package enum Provider: String, CaseIterable, Sendable {
  case claudeCLI = "claude-cli"
  case ollama
  case anthropic
  case gemini
  case openRouter = "openrouter"
  case openAI = "openai"

  /// For a person.
  package var name: String {
    switch self {
    case .claudeCLI: "Claude CLI"
    case .ollama: "Ollama"
    case .anthropic: "Anthropic API"
    case .gemini: "Gemini"
    case .openRouter: "OpenRouter"
    case .openAI: "OpenAI-compatible"
    }
  }
}
