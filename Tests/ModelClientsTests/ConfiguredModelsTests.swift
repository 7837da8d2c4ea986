import JSONValues
import LanguageModels
import ScriptedModel
import Testing

@testable import ModelClients

/// Which provider and which model the settings come to.
struct ConfiguredModelsTests {
  private let budget = ModelBudget(day: .init(calls: 100, tokens: 100_000), session: .init(calls: 100, tokens: 100_000))

  private func detection(
    claude: Bool = false, listening: [String] = [], keys: [String] = [], openAI: String = "https://api.openai.com/v1"
  ) -> ProviderDetection {
    ProviderDetection(
      keyVariables: [.anthropic: "A_KEY", .gemini: "G_KEY", .openRouter: "R_KEY", .openAI: "O_KEY"], ollamaEndpoint: "http://o:1",
      openAIEndpoint: openAI, program: { claude && $0 == "claude" ? "/usr/bin/claude" : nil },
      variable: { keys.contains($0) ? "x" : nil }, listens: { listening.contains($0) })
  }

  private func identity(
    _ choice: ConfiguredModels.Choice, _ detection: ProviderDetection, task: CompletionRequest.Task = .intent
  ) throws -> String? {
    let models = ConfiguredModels(
      choice: choice, detection: detection, network: direct, keys: keySource(), claudeFolder: "/nowhere")
    return try models.model(for: task, ledger: MemoryLedger(), budget: budget, estimate: { $0.count })?.identity
  }

  @Test("`auto` takes the first that is there: Claude CLI, Ollama, Anthropic, Gemini, OpenRouter, OpenAI-compatible")
  func order() throws {
    let auto = ConfiguredModels.Choice(provider: "auto")
    let keys = ["A_KEY", "G_KEY", "R_KEY", "O_KEY"]
    let all = [
      detection(claude: true, listening: ["http://o:1"], keys: keys), detection(listening: ["http://o:1"], keys: keys),
      detection(keys: keys), detection(keys: Array(keys[1...])), detection(keys: Array(keys[2...])),
      detection(keys: Array(keys[3...])),
    ]
    #expect(
      try all.map { try identity(auto, $0)?.prefix { $0 != "/" } } == [
        "claude-cli", "ollama", "anthropic", "gemini", "openrouter", "openai",
      ])
    #expect(try identity(auto, detection()) == nil)
    #expect(try identity(.init(provider: "none"), detection(claude: true)) == nil)
  }

  @Test("A provider that is named and not there is an error, not another one")
  func named() throws {
    let error = #expect(throws: LanguageModelError.self) {
      try identity(.init(provider: "anthropic"), detection(claude: true, keys: ["G_KEY"]))
    }
    #expect(error == .unavailable("`llm.provider` is anthropic, but A_KEY is not set"))
  }

  @Test("A compatible service needs no key, only to be there")
  func compatible() throws {
    let local = "http://localhost:8080"
    #expect(try identity(.init(provider: "auto", model: "m"), detection(listening: [local], openAI: local)) == "openai/m")
    #expect(throws: LanguageModelError.self) { try identity(.init(provider: "openai"), detection(keys: ["O_KEY"], openAI: local)) }
  }

  @Test("A task's own model comes before the one for all, that before the provider's, that before its default")
  func models() throws {
    var choice = ConfiguredModels.Choice(provider: "ollama")
    let there = detection(listening: ["http://o:1"])
    #expect(try identity(choice, there) == "ollama/llama3.2")
    choice.options[.ollama] = ModelOptions(model: "qwen3")
    #expect(try identity(choice, there) == "ollama/qwen3")
    choice.model = "gemma3"
    #expect(try identity(choice, there) == "ollama/gemma3")
    choice.taskModels[.merge] = "mistral"
    #expect(try identity(choice, there, task: .merge) == "ollama/mistral")
    #expect(try identity(choice, there, task: .extraction) == "ollama/gemma3")
    #expect(try identity(.init(provider: "claude-cli"), detection(claude: true)) == "claude-cli/claude-haiku-4-5-20251001")
  }

  @Test("A model that is handed out asks its provider, checks the answer and writes the call down")
  func whole() async throws {
    let service = try LoopbackService([ModelAnswers.good(.ollama, "no JSON"), ModelAnswers.good(.ollama)])
    let ledger = MemoryLedger()
    let models = ConfiguredModels(
      choice: .init(provider: "ollama", options: [.ollama: ModelOptions(endpoint: service.url)]),
      detection: detection(listening: ["http://o:1"]), network: direct, keys: keySource(), claudeFolder: "/nowhere")
    let model = try #require(try models.model(for: .extraction, ledger: ledger, budget: budget, estimate: { $0.count }))
    #expect(try await model.complete(.structured).value == ModelAnswers.value)
    #expect(ledger.rows.count == 2 && service.requests.count == 2)
  }
}
