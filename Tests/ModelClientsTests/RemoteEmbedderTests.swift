import Embedding
import JSONValues
import Testing

@testable import ModelClients

/// What each provider is sent, and what is made of its answer.
struct RemoteEmbedderTests {
  static let providers = RemoteEmbedder.providers

  @Test("Every provider's own answer gives one vector of unit length for each text, in order", arguments: providers)
  func vectors(_ provider: String) throws {
    let fixture = try EmbedderFixture(provider, [EmbeddingAnswers.of(provider, EmbeddingAnswers.vectors(3, dimensions: 4))])
    let vectors = try fixture.embed(["a", "b", "c"])
    #expect(vectors.map(\.count) == [4, 4, 4])
    for (index, vector) in vectors.enumerated() {
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
      // The stand-in's vectors grow flatter with their number.
      #expect(abs(vector[1] / vector[0] - (Float(index + 1) + 0.125) / Float(index + 1)) < 1e-5)
    }
  }

  @Test("Ollama is asked for all texts of a batch at once, with the words that the model was trained with before each")
  func ollamaRequest() throws {
    let service = try LoopbackService([EmbeddingAnswers.ollama(EmbeddingAnswers.vectors(2))])
    let fixture = try EmbedderFixture("ollama", service, model: "nomic-embed-text:v1.5", keys: keySource())
    _ = try fixture.embed(["one", "two"])
    let request = try #require(service.requests.first)
    #expect(request.method == "POST" && request.target == "/api/embed")
    #expect(request["content-type"] == "application/json")
    #expect(request["authorization"] == nil)
    #expect(request.json["model"] == "nomic-embed-text:v1.5")
    #expect(request.json["input"] == ["search_document: one", "search_document: two"])
    #expect(request.json["dimensions"] == nil)
  }

  @Test("OpenAI's way: the key as bearer, the path below the address, dimensions only where they are configured")
  func openAIRequest() throws {
    let service = try LoopbackService([EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))])
    _ = try EmbedderFixture("openai", service, dimensions: 3).embed(["one"])
    _ = try EmbedderFixture("openai", service, path: "/proxy/v1/", keys: keySource()).embed([""], .query)
    let (first, second) = (service.requests[0], service.requests[1])
    #expect(first.target == "/v1/embeddings" && second.target == "/proxy/v1/embeddings")
    #expect(first["authorization"] == "Bearer \(secret)" && second["authorization"] == nil)
    #expect(first.json["dimensions"] == 3 && second.json["dimensions"] == nil)
    #expect(first.json["encoding_format"] == "float")
    // An empty text is refused by OpenAI.
    #expect(second.json["input"] == [" "])
  }

  @Test("Voyage is told what a text is for", arguments: [(EmbeddingPurpose.query, "query"), (.passage, "document")])
  func voyageRequest(_ purpose: EmbeddingPurpose, type: String) throws {
    let service = try LoopbackService([EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))])
    _ = try EmbedderFixture("voyage", service, dimensions: 3).embed(["one"], purpose)
    let request = try #require(service.requests.first)
    #expect(request.target == "/v1/embeddings")
    #expect(request.json["input_type"] == .string(type))
    #expect(request.json["output_dimension"] == 3)
    #expect(request["authorization"] == "Bearer \(secret)")
  }

  @Test("Gemini gets its task with each text, and the key in a header, never in the address")
  func geminiRequest() throws {
    let service = try LoopbackService([EmbeddingAnswers.gemini(EmbeddingAnswers.vectors(2))])
    _ = try EmbedderFixture("gemini", service, dimensions: 3, model: "gemini-embedding-001").embed(["one", "two"], .query)
    let request = try #require(service.requests.first)
    #expect(request.target == "/v1beta/models/gemini-embedding-001:batchEmbedContents")
    #expect(request["x-goog-api-key"] == secret)
    let first = try #require(request.json["requests"]?.array?.first)
    #expect(first["model"] == "models/gemini-embedding-001")
    #expect(first["content"] == ["parts": [["text": "one"]]])
    #expect(first["taskType"] == "RETRIEVAL_QUERY")
    #expect(first["outputDimensionality"] == 3)
  }

  @Test("Gemini's second generation, which takes no task, gets words instead")
  func secondGeminiGeneration() throws {
    let service = try LoopbackService([EmbeddingAnswers.gemini(EmbeddingAnswers.vectors(1))])
    _ = try EmbedderFixture("gemini", service, model: "gemini-embedding-2").embed(["one"], .query)
    let first = try #require(service.requests.first?.json["requests"]?.array?.first)
    #expect(first["taskType"] == nil)
    #expect(first["content"] == ["parts": [["text": "task: search result | query: one"]]])
  }

  @Test("More texts than a batch go in several, and nothing is lost or turned round")
  func batches() throws {
    let service = try LoopbackService { request, _ in
      let texts = request.json["input"]?.array ?? []
      return EmbeddingAnswers.ollama(texts.map { .array([.number(Double($0.string ?? "") ?? 0), 1]) })
    }
    let fixture = try EmbedderFixture("ollama", service, keys: keySource())
    let count = fixture.embedder.maximumBatch * 2 + 3
    let vectors = try fixture.embed((0..<count).map { String($0) })
    #expect(service.requests.map { $0.json["input"]?.array?.count } == [32, 32, 3])
    for (index, vector) in vectors.enumerated() { #expect(abs(vector[0] / vector[1] - Float(index)) < 0.01) }
    #expect(try fixture.embed([]) == [])
  }

  @Test("Ollama's identity has the model's digest, and the dimensions of the first answer")
  func ollamaIdentity() throws {
    let service = try LoopbackService { request, _ in
      request.target == "/api/tags"
        ? EmbeddingAnswers.tags("m:latest", digest: "0a109f422b47e3a30ba2b10eca18548e944e8a23073ee3f3e947efcf3c45e59f")
        : EmbeddingAnswers.ollama(EmbeddingAnswers.vectors(1, dimensions: 5))
    }
    let fixture = try EmbedderFixture("ollama", service, keys: keySource())
    #expect(try fixture.embedder.identity.description == "ollama:m:5:0a109f422b47")
    let asked = service.requests.count
    #expect(try fixture.embedder.identity.dimensions == 5)
    #expect(service.requests.count == asked, "what is known is not asked for again")
  }

  @Test("A model that was fetched anew under its name gets a new identity, without a restart")
  func changedModel() throws {
    let service = try LoopbackService { request, number in
      request.target == "/api/tags"
        ? EmbeddingAnswers.tags("m:latest", digest: number < 2 ? "aaaaaaaaaaaaaaaa" : "bbbbbbbbbbbbbbbb")
        : EmbeddingAnswers.ollama(EmbeddingAnswers.vectors(1, dimensions: number < 2 ? 3 : 4))
    }
    let fixture = try EmbedderFixture("ollama", service, keys: keySource())
    #expect(try fixture.embedder.identity.description == "ollama:m:3:aaaaaaaaaaaa")
    fixture.clock.advance(by: .seconds(601))
    #expect(try fixture.embedder.identity.description == "ollama:m:4:bbbbbbbbbbbb")
  }

  @Test(
    "The identity of a compatible server names the server, for llama.cpp takes any model's name; words before texts are part of it")
  func otherIdentities() throws {
    let answer = EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))
    let service = try LoopbackService([answer])
    #expect(try EmbedderFixture("openai", service).embedder.identity.description == "openai:m:3:127.0.0.1_\(service.port)")
    let trained = try EmbedderFixture("openai", service, model: "nomic-embed-text").embedder.identity
    #expect(trained.version.hasPrefix("127.0.0.1_\(service.port)+"))
    #expect(EmbedderIdentity(trained.description) == trained)
    #expect(try EmbedderFixture("voyage", [answer]).embedder.identity.description == "voyage:m:3:1")
  }

  @Test("With configured dimensions the identity is known without asking anybody")
  func knownIdentity() throws {
    let service = try LoopbackService([.silence])
    #expect(try EmbedderFixture("voyage", service, dimensions: 512).embedder.identity.description == "voyage:m:512:1")
    #expect(service.requests.isEmpty)
  }

  @Test("Ollama without the model says how to fetch it")
  func missingModel() throws {
    let fixture = try EmbedderFixture("ollama", [EmbeddingAnswers.tags("other", digest: "00")])
    let error = #expect(throws: EmbeddingError.self) { try fixture.embedder.identity }
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("ollama pull m") == true, "\(String(describing: error))")
  }

  @Test("A provider that there is not, and an address that is none, are said before anything is asked")
  func misconfigured() throws {
    func make(_ provider: String, _ address: String) throws -> RemoteEmbedder {
      try RemoteEmbedder(provider: provider, options: EmbeddingOptions(baseURL: address), network: direct, keys: keySource())
    }
    let unknown = #expect(throws: EmbeddingError.self) { try make("cohere", "") }
    #expect(unknown?.remedy.contains("ollama, openai, voyage, gemini") == true)
    for address in ["localhost:11434", "ftp://x", "http://", "http://a:0", "http://a b", "http://user:\(secret)@host"] {
      let error = #expect(throws: EmbeddingError.self) { try make("ollama", address) }
      #expect(error?.kind == .misconfigured)
      #expect(error?.description.contains(secret) == false)
    }
  }

  @Test("Without the key that a provider needs nothing is sent")
  func noKey() throws {
    let service = try LoopbackService([EmbeddingAnswers.gemini(EmbeddingAnswers.vectors(1))])
    let error = try EmbedderFixture("gemini", service, keys: keySource()).error()
    #expect(error.kind == .misconfigured)
    #expect(error.description.contains("GEMINI_API_KEY"))
    #expect(service.requests.isEmpty)
  }
}
