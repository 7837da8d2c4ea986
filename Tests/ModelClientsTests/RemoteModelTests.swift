import JSONValues
import LanguageModels
import Testing

@testable import ModelClients

/// What each provider is sent, and what is made of its answer.
struct RemoteModelTests {
  static let providers = Provider.allCases.filter { $0 != .claudeCLI }

  @Test("Every provider's own answer gives the text, the model and the tokens", arguments: providers)
  func answers(_ provider: Provider) async throws {
    let fixture = try ModelFixture(provider, ModelAnswers.good(provider, "Tabs.\n„ä“ 😀"))
    let reply = try await fixture.model.complete(.simple)
    #expect(reply.text == "Tabs.\n„ä“ 😀")
    #expect(reply.model == "m")
    #expect(reply.usage == ModelUsage(calls: 1, inputTokens: 120, outputTokens: 30))
    #expect(reply.ending == .complete)
    #expect(fixture.model.identity == "\(provider.rawValue)/m")
  }

  @Test("No provider is asked for a stream, and every one is told the limit of tokens and what to answer", arguments: providers)
  func everyRequest(_ provider: Provider) async throws {
    let fixture = try ModelFixture(provider, ModelAnswers.good(provider))
    _ = try await fixture.model.complete(.structured)
    let request = try #require(fixture.service.requests.first)
    #expect(request.method == "POST" && request["content-type"] == "application/json")
    #expect(request.json["stream"] == (provider == .gemini ? nil : .bool(false)))
    #expect(!request.target.contains("stream"))
    let text = request.json.text
    #expect(text.contains("You distil.") && text.contains("Distil this.") && text.contains("500"))
    #expect(text.contains("confidence"), "the schema goes along")
    #expect(!request.target.contains(secret) && !text.contains(secret))
    #expect(request.headers.filter { $0.value.contains(secret) }.count == (provider == .ollama ? 0 : 1))
  }

  @Test("Ollama: the schema as format, and a window that the prompt fits in, for it cuts without a word")
  func ollama() async throws {
    let fixture = try ModelFixture(.ollama, ModelAnswers.good(.ollama))
    var request = CompletionRequest.structured
    request.prompt = String(repeating: "word ", count: 6000)
    _ = try await fixture.model.complete(request)
    let sent = try #require(fixture.service.requests.first)
    #expect(sent.target == "/api/chat")
    #expect(sent.json["format"] == request.schema)
    #expect(sent.json["options"]?["num_ctx"] == 16_384)
    #expect(sent.json["options"]?["num_predict"] == 500)
    #expect(sent.json["think"] == false)
    request.prompt = ""
    #expect(OllamaModel.window(for: request) == 8192)
    request.maximumTokens = .max
    #expect(OllamaModel.window(for: request) == 131_072)
  }

  @Test("Anthropic: the schema as a tool that must be used, whose input is the answer; cached input is input")
  func anthropic() async throws {
    let block: JSONValue = ["type": "tool_use", "id": "toolu_1", "name": "answer", "input": ModelAnswers.value]
    let fixture = try ModelFixture(
      .anthropic, ModelAnswers.anthropic([["type": "text", "text": "Well:"], block], reason: "tool_use"))
    let reply = try await fixture.model.complete(.structured)
    #expect(try JSONValue(parsing: reply.text) == ModelAnswers.value)
    #expect(reply.usage.inputTokens == 120)
    let request = try #require(fixture.service.requests.first)
    #expect(request.target == "/v1/messages")
    #expect(request["x-api-key"] == secret && request["anthropic-version"] == "2023-06-01" && request["authorization"] == nil)
    #expect(request.json["system"] == "You distil.")
    #expect(request.json["messages"] == [["role": "user", "content": "Distil this."]])
    #expect(request.json["max_tokens"] == 500)
    #expect(request.json["tool_choice"] == ["type": "tool", "name": "answer"])
    #expect(request.json["tools"]?.array?.first?["input_schema"] == CompletionRequest.structured.schema)
    _ = try await fixture.model.complete(.simple)
    #expect(fixture.service.requests[1].json["tools"] == nil)
  }

  @Test("Gemini: the schema without the words it refuses, the key in a header, no thinking paid for")
  func gemini() async throws {
    let answer = ModelAnswers.gemini([["text": "hm", "thought": true], ["text": "{\"l0\":"], ["text": "\"a\"}"]], reason: "STOP")
    let service = try LoopbackService([answer])
    let reply = try await ModelFixture(.gemini, service, model: "gemini-2.5-flash").model.complete(.structured)
    #expect(reply.text == "{\"l0\":\"a\"}")
    let request = try #require(service.requests.first)
    #expect(request.target == "/v1beta/models/gemini-2.5-flash:generateContent")
    #expect(request["x-goog-api-key"] == secret)
    let generation = try #require(request.json["generationConfig"])
    #expect(generation["responseMimeType"] == "application/json")
    #expect(generation["maxOutputTokens"] == 500)
    #expect(generation["thinkingConfig"] == ["thinkingBudget": 0])
    let schema = try #require(generation["responseJsonSchema"])
    #expect(schema["$schema"] == nil && schema["properties"]?["l0"] == ["type": "string"])
    #expect(schema["properties"]?["confidence"]?["maximum"] == 1)
    _ = try await ModelFixture(.gemini, service, model: "gemini-3-pro").model.complete(.simple)
    #expect(service.requests[1].json["generationConfig"]?["thinkingConfig"] == ["thinkingLevel": "low"])
    #expect(service.requests[1].json["generationConfig"]?["responseJsonSchema"] == nil)
  }

  @Test("OpenAI's way: strict where the schema allows it, and a key only where there is one")
  func openAI() async throws {
    let service = try LoopbackService([ModelAnswers.good(.openAI)])
    _ = try await ModelFixture(.openAI, service).model.complete(.structured)
    var loose = CompletionRequest.structured
    loose.schema = ["type": "object", "properties": ["l0": ["type": "string"]]]
    _ = try await ModelFixture(.openAI, service, keys: keySource()).model.complete(loose)
    let (strict, second) = (service.requests[0], service.requests[1])
    #expect(strict.target == "/v1/chat/completions" && strict["authorization"] == "Bearer \(secret)")
    let format = try #require(strict.json["response_format"]?["json_schema"])
    #expect(format["strict"] == true && format["schema"]?["properties"]?["l0"] == ["type": "string"])
    #expect(strict.json["max_tokens"] == 500)
    #expect(second["authorization"] == nil)
    #expect(second.json["response_format"]?["json_schema"]?["strict"] == false)
    #expect(second.json["response_format"]?["json_schema"]?["schema"] == loose.schema)
  }

  @Test("OpenAI itself is told the limit by its new name")
  func limitName() throws {
    let options = ModelOptions(model: "m")
    let own = OpenAIModel(options, address: try ServiceURL("https://api.openai.com/v1")).request(.simple, key: nil)
    #expect(own.body?["max_completion_tokens"] == 500 && own.body?["max_tokens"] == nil)
  }

  @Test("OpenRouter: only providers that know the schema, and what the call did cost")
  func openRouter() async throws {
    let answer = ModelAnswers.chat(["role": "assistant", "content": "{}"], reason: "stop", cost: 0.00014)
    let fixture = try ModelFixture(.openRouter, answer)
    let reply = try await fixture.model.complete(.structured)
    #expect(reply.cost == 0.00014)
    let request = try #require(fixture.service.requests.first)
    #expect(request.target == "/api/v1/chat/completions")
    #expect(request.json["provider"] == ["require_parameters": true] && request.json["usage"] == ["include": true])
  }

  @Test("OpenRouter's failures with a status of success are failures; one that is overload is tried again")
  func errorInside() async throws {
    let busy = LoopbackService.Answer.json(["error": ["code": 429, "message": "Provider is rate limited"]])
    let fixture = try ModelFixture(.openRouter, busy, ModelAnswers.good(.openRouter))
    _ = try await fixture.model.complete(.simple)
    #expect(fixture.service.requests.count == 2)
    let broken = try ModelFixture(
      .openRouter, .json(["choices": [["error": ["message": "upstream died"], "finish_reason": "error"]]]))
    #expect(try await broken.error() == .unusable("openrouter (m at \(broken.service.url)/api/v1): upstream died"))
  }

  @Test(
    "An answer that ends at the limit, or that the model did not want to give, says so and keeps its cost", arguments: providers)
  func endings(_ provider: Provider) async throws {
    let cut = try await ModelFixture(provider, ModelAnswers.truncated(provider)).model.complete(.simple)
    #expect(cut.ending == .truncated && cut.usage.outputTokens == 30)
    guard let answer = ModelAnswers.refusal(provider) else { return }
    let refused = try await ModelFixture(provider, answer).model.complete(.simple)
    guard case .refused(let words) = refused.ending else { throw Missing() }
    #expect(!words.isEmpty && refused.usage.inputTokens == 120)
  }

  private struct Missing: Error {}

  @Test(
    "A key that a provider needs is missed before anything is sent, and named",
    arguments: [Provider.anthropic, .gemini, .openRouter])
  func noKey(_ provider: Provider) async throws {
    let fixture = try ModelFixture(provider, LoopbackService([ModelAnswers.good(provider)]), keys: keySource())
    guard case .unavailable(let reason) = try await fixture.error() else { throw Missing() }
    #expect(reason.contains("_API_KEY is not set"))
    #expect(fixture.service.requests.isEmpty)
  }
}
