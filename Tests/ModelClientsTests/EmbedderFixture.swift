import Embedding
import JSONValues
import Testing

@testable import ModelClients

/// A key that no message may hold, whole or in part.
let secret = "sk-test-9f8e7d6c5b4a39281706"

func keySource(_ names: String...) -> KeySource { KeySource(folder: nil) { names.contains($0) ? secret : nil } }

let direct = Network { _ in nil }

struct EmbedderFixture {
  let service: LoopbackService
  let clock = TestClock()
  let embedder: RemoteEmbedder

  init(
    _ provider: String, _ service: LoopbackService, path: String = "", dimensions: Int = 0, model: String = "m",
    keys: KeySource = keySource("OPENAI_API_KEY", "VOYAGE_API_KEY", "GEMINI_API_KEY"), network: Network = direct, attempts: Int = 4
  ) throws {
    self.service = service
    embedder = try RemoteEmbedder(
      provider: provider, options: EmbeddingOptions(model: model, baseURL: service.url + path, dimensions: dimensions),
      network: network,
      keys: keys, clock: clock.clock, retries: RetryPolicy(maximumAttempts: attempts, random: { 0.5 }))
  }

  init(_ provider: String, dimensions: Int = 0, _ answers: [LoopbackService.Answer]) throws {
    try self.init(provider, LoopbackService(answers), dimensions: dimensions)
  }

  func embed(_ texts: [String], _ purpose: EmbeddingPurpose = .passage, within patience: Duration = .seconds(20)) throws
    -> [[Float]]
  {
    try embedder.embed(texts, purpose: purpose, deadline: .now + patience)
  }

  /// The error of embedding one text.
  func error(_ purpose: EmbeddingPurpose = .passage, within patience: Duration = .seconds(20)) throws -> EmbeddingError {
    let error = #expect(throws: EmbeddingError.self) { try embed(["text"], purpose, within: patience) }
    return try #require(error)
  }
}

/// The answers of the services, as each writes them.
enum EmbeddingAnswers {
  static func vectors(_ count: Int, dimensions: Int = 3) -> [JSONValue] {
    (0..<count).map { text in .array((0..<dimensions).map { .number(Double(text + 1) + Double($0) / 8) }) }
  }

  static func ollama(_ vectors: [JSONValue]) -> LoopbackService.Answer {
    .json([
      "model": "m", "embeddings": .array(vectors), "total_duration": 14_143_917, "load_duration": 1_019_500,
      "prompt_eval_count": 8,
    ])
  }

  static func tags(_ name: String, digest: String) -> LoopbackService.Answer {
    .json([
      "models": [
        ["name": "other:latest", "model": "other:latest", "digest": "0000"],
        ["name": .string(name), "model": .string(name), "size": 274_302_450, "digest": .string(digest)],
      ]
    ])
  }

  /// Voyage's too.
  static func openAI(_ vectors: [JSONValue]) -> LoopbackService.Answer {
    .json([
      "object": "list", "model": "m", "usage": ["prompt_tokens": 8, "total_tokens": 8],
      // From the last to the first: the index counts, not the place.
      "data": .array(
        vectors.enumerated().reversed().map {
          ["object": "embedding", "index": .integer(Int64($0.offset)), "embedding": $0.element]
        }),
    ])
  }

  static func gemini(_ vectors: [JSONValue]) -> LoopbackService.Answer {
    .json(["embeddings": .array(vectors.map { ["values": $0] })])
  }

  static func of(_ provider: String, _ vectors: [JSONValue]) -> LoopbackService.Answer {
    switch provider {
    case "ollama": ollama(vectors)
    case "gemini": gemini(vectors)
    default: openAI(vectors)
    }
  }
}
