import JSONValues
import LanguageModels
import Testing

@testable import ModelClients

struct ModelFixture {
  let service: LoopbackService
  let clock = TestClock()
  let model: RemoteModel

  static let allKeys = keySource("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY", "OPENAI_API_KEY")

  init(_ provider: Provider, _ service: LoopbackService, model name: String = "m", keys: KeySource = allKeys, attempts: Int = 4)
    throws
  {
    self.service = service
    model = try RemoteModel(
      provider: provider, options: ModelOptions(model: name, endpoint: service.url), network: direct, keys: keys,
      clock: clock.clock,
      retries: RetryPolicy(maximumAttempts: attempts, random: { 0.5 }))
  }

  init(_ provider: Provider, _ answers: LoopbackService.Answer...) throws {
    try self.init(provider, LoopbackService(answers))
  }

  func error(_ request: CompletionRequest = .simple) async throws -> LanguageModelError {
    let error = await #expect(throws: LanguageModelError.self) { try await model.complete(request) }
    return try #require(error)
  }
}

extension CompletionRequest {
  static let simple = CompletionRequest(
    task: .extraction, system: "You distil.", prompt: "Distil this.", maximumTokens: 500, timeout: .seconds(20))

  /// An object that OpenAI's strict mode takes.
  static let structured = CompletionRequest(
    task: .extraction, system: "You distil.", prompt: "Distil this.",
    schema: [
      "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
      "properties": ["l0": ["type": "string", "maxLength": 100], "confidence": ["type": "number", "minimum": 0, "maximum": 1]],
      "required": ["l0", "confidence"], "additionalProperties": false,
    ], maximumTokens: 500, timeout: .seconds(20))
}

/// The answers of the services, as each writes them.
enum ModelAnswers {
  typealias Answer = LoopbackService.Answer

  static let value: JSONValue = ["l0": "Uses tabs", "confidence": 0.9]

  /// A good answer of the provider: `text`, 120 tokens in and 30 out.
  static func good(_ provider: Provider, _ text: String = value.text) -> Answer {
    switch provider {
    case .ollama: ollama(text, reason: "stop")
    case .anthropic: anthropic([["type": "text", "text": .string(text)]], reason: "end_turn")
    case .gemini: gemini([["text": .string(text)]], reason: "STOP")
    case .openRouter, .openAI, .claudeCLI: chat(["role": "assistant", "content": .string(text)], reason: "stop")
    }
  }

  static func truncated(_ provider: Provider) -> Answer {
    switch provider {
    case .ollama: ollama("{\"l0\": \"Us", reason: "length")
    case .anthropic: anthropic([["type": "text", "text": "{\"l0\": \"Us"]], reason: "max_tokens")
    case .gemini: gemini([["text": "{\"l0\": \"Us"]], reason: "MAX_TOKENS")
    case .openRouter, .openAI, .claudeCLI: chat(["role": "assistant", "content": "{\"l0\": \"Us"], reason: "length")
    }
  }

  /// Nil for Ollama, which has no word for it.
  static func refusal(_ provider: Provider) -> Answer? {
    switch provider {
    case .ollama: nil
    case .anthropic: anthropic([["type": "text", "text": "I cannot help with that."]], reason: "refusal")
    case .gemini: .json(["promptFeedback": ["blockReason": "SAFETY"], "usageMetadata": ["promptTokenCount": 120]])
    case .openRouter: chat(["role": "assistant", "content": nil], reason: "content_filter")
    case .openAI, .claudeCLI: chat(["role": "assistant", "content": nil, "refusal": "I cannot help with that."], reason: "stop")
    }
  }

  static func ollama(_ text: String, reason: JSONValue) -> Answer {
    .json([
      "model": "m", "created_at": "2026-11-21T10:00:00Z", "message": ["role": "assistant", "content": .string(text)],
      "done": true, "done_reason": reason, "total_duration": 5_000_000, "prompt_eval_count": 120, "eval_count": 30,
    ])
  }

  static func anthropic(_ blocks: [JSONValue], reason: JSONValue) -> Answer {
    .json([
      "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": .array(blocks), "stop_reason": reason,
      "stop_sequence": nil,
      "usage": ["input_tokens": 20, "cache_creation_input_tokens": 60, "cache_read_input_tokens": 40, "output_tokens": 30],
    ])
  }

  static func gemini(_ parts: [JSONValue], reason: JSONValue) -> Answer {
    .json([
      "candidates": [["content": ["parts": .array(parts), "role": "model"], "finishReason": reason, "index": 0]],
      "usageMetadata": ["promptTokenCount": 120, "candidatesTokenCount": 20, "thoughtsTokenCount": 10, "totalTokenCount": 150],
      "modelVersion": "m",
    ])
  }

  static func chat(_ message: JSONValue, reason: JSONValue, cost: JSONValue? = nil) -> Answer {
    var usage: JSONObject = ["prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150]
    usage["cost"] = cost
    return .json([
      "id": "chatcmpl-1", "object": "chat.completion", "model": "m", "usage": .object(usage),
      "choices": [["index": 0, "message": message, "finish_reason": reason]],
    ])
  }
}
