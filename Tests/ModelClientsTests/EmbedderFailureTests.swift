import Embedding
import JSONValues
import Testing

@testable import ModelClients

/// Services that are down, slow, wrong or broken: each becomes an error that names them and says what to do, and never a vector.
struct EmbedderFailureTests {
  @Test(
    "What is no vector for each text is refused, whoever sent it",
    arguments: [
      ("{\"data\":[]}", "0 embeddings for 1 texts"),
      ("{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":[1,2]}]}", "2 embeddings for 1 texts"),
      ("{\"data\":[{\"index\":7,\"embedding\":[1,2]}]}", "holds no embeddings"),
      ("{\"data\":[{\"index\":0,\"embedding\":[1,null]}]}", "component 1 of embedding 0 is null"),
      ("{\"data\":[{\"index\":0,\"embedding\":[1,\"2\"]}]}", "component 1 of embedding 0 is string"),
      ("{\"data\":[{\"index\":0,\"embedding\":[1,1e39]}]}", "component 1 of embedding 0"),
      ("{\"data\":[{\"index\":0,\"embedding\":[0,0]}]}", "no direction"),
      ("{\"data\":[{\"index\":0,\"embedding\":[]}]}", "no array of numbers"),
      // llama.cpp without pooling: a vector for each token.
      ("{\"data\":[{\"index\":0,\"embedding\":[[1,2],[3,4]]}]}", "component 0 of embedding 0 is array"),
      ("{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"}]}", "no array of numbers"),
      ("{\"error\":{\"message\":\"no such model\"}}", "no such model"), ("[]", "holds no embeddings"),
      ("{\"data\":[{\"index\":0,\"embedding\":[1,NaN]}]}", "not JSON"), ("{\"data\":[{\"index\":0,\"emb", "not JSON"),
      ("", "empty"),
      ("<html>Bad gateway</html>", "not JSON"),
    ])
  func unusable(_ body: String, reason: String) throws {
    let error = try EmbedderFixture("openai", [.text(body)]).error()
    #expect(error.kind == .unusable)
    #expect(error.description.contains(reason), "\(error)")
    #expect(error.description.contains("openai (m at http://127.0.0.1"))
  }

  @Test("Other dimensions than configured, or than before, are refused; after that a new model is found out")
  func dimensions() throws {
    let configured = try EmbedderFixture("openai", dimensions: 1536, [EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))])
    #expect(try configured.error().description.contains("3 dimensions instead of 1536; `embedder.dimensions` is 1536"))
    let changing = try EmbedderFixture(
      "openai",
      [EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1)), EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1, dimensions: 4))])
    _ = try changing.embed(["a"])
    #expect(try changing.error().description.contains("4 dimensions instead of 3"))
    #expect(try changing.embed(["a"])[0].count == 4)
    #expect(try changing.embedder.identity.dimensions == 4)
    let mixed = try EmbedderFixture("ollama", [EmbeddingAnswers.ollama([[1, 2], [1, 2, 3]])])
    #expect(throws: EmbeddingError.self) { try mixed.embed(["a", "b"]) }
  }

  @Test(
    "Each error status says what to do, in the provider's own words and without the key",
    arguments: [
      (401, EmbeddingError.Kind.refused, "Check the key in OPENAI_API_KEY"), (403, .refused, "Check the key"),
      (404, .refused, "embedder.model"), (400, .refused, "embedder.dimensions"), (429, .overloaded, "status 429"),
      (500, .overloaded, "status 500"), (302, .refused, "a redirect"),
    ])
  func statuses(_ status: Int, kind: EmbeddingError.Kind, words: String) throws {
    let body: JSONValue = [
      "error": ["message": .string("Incorrect API key provided: \(secret), or sk-test-****1706.\nNext line."), "code": "x"]
    ]
    let service = try LoopbackService([.json(body, status: status)])
    let error = try EmbedderFixture("openai", service, attempts: 1).error()
    #expect(error.kind == kind)
    #expect(error.description.contains(words), "\(error)")
    #expect(!error.description.contains("1706") && !error.description.contains("9f8e7d"), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test("A connection that ends in the middle of an answer is an error, never half an answer", arguments: ["openai", "gemini"])
  func truncated(_ provider: String) throws {
    let whole = EmbeddingAnswers.of(provider, EmbeddingAnswers.vectors(1))
    for answer in [whole.ending(.truncatedChunks), whole.ending(.truncatedLength), .hangUp] {
      let error = try EmbedderFixture(provider, LoopbackService([answer]), attempts: 1).error()
      #expect(error.kind == .unreachable, "\(error)")
    }
    #expect(try EmbedderFixture(provider, [whole.ending(.chunked)]).embed(["a"]).count == 1)
  }

  @Test("A question waits no longer than its deadline, for a service that is silent and for one that stops in the middle")
  func slow() throws {
    let half = EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1)).ending(.silence)
    for answer in [LoopbackService.Answer.silence, half] {
      let fixture = try EmbedderFixture("openai", [answer])
      let began = ContinuousClock.now
      let error = try fixture.error(.query, within: .milliseconds(80))
      let took = ContinuousClock.now - began
      #expect(error.kind == .timedOut, "\(error)")
      #expect(took >= .milliseconds(75) && took < .seconds(2), "\(took)")
      #expect(fixture.service.requests.count == 1)
    }
    let late = try EmbedderFixture("openai", [EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))])
    #expect(try late.error(.query, within: .milliseconds(-1)).kind == .timedOut)
    #expect(late.service.requests.isEmpty)
  }

  @Test("Nothing at the address is known at once, and says how to start what should be there")
  func refused() throws {
    let options = EmbeddingOptions(baseURL: try LoopbackService.silentAddress())
    let embedder = try RemoteEmbedder(provider: "ollama", options: options, network: direct, keys: keySource())
    let began = ContinuousClock.now
    let thrown = #expect(throws: EmbeddingError.self) {
      try embedder.embed(["text"], purpose: .query, deadline: .now + .seconds(20))
    }
    let error = try #require(thrown)
    #expect(error.kind == .unreachable)
    #expect(error.description.contains("connection refused"))
    #expect(error.description.contains("ollama serve"))
    #expect(ContinuousClock.now - began < .seconds(3))
  }

  @Test("Passages are tried again after overload, with growing pauses and never before the service wants; questions are not")
  func retries() throws {
    let overloaded = LoopbackService.Answer.json(["error": "busy"], status: 503)
    let limited = LoopbackService.Answer.json(["error": "slow down"], status: 429, headers: [("Retry-After", "7")])
    let good = EmbeddingAnswers.ollama(EmbeddingAnswers.vectors(1))
    let patient = try EmbedderFixture("ollama", [overloaded, overloaded, limited, good])
    _ = try patient.embed(["a"], within: .seconds(60))
    // Half of 0.5 s, half of 1 s, and seven seconds with half of 2 s on top.
    #expect(patient.clock.pauses == [.milliseconds(250), .milliseconds(500), .seconds(8)])
    let question = try EmbedderFixture("ollama", [overloaded, good])
    #expect(try question.error(.query).kind == .overloaded)
    #expect(question.clock.pauses == [])
    let hopeless = try EmbedderFixture("ollama", [.json(["error": "x"], status: 400), good])
    #expect(try hopeless.error().kind == .refused)
    #expect(hopeless.service.requests.count == 1)
    let hurried = try EmbedderFixture("ollama", [limited, good])
    #expect(try hurried.error(within: .seconds(5)).kind == .overloaded)
    #expect(hurried.clock.pauses == [])
  }

  @Test("A provider that is down is not asked at every question, and is found again when it is back")
  func breaker() throws {
    let service = try LoopbackService { _, number in
      number < 3 ? .json(["error": "down"], status: 500) : EmbeddingAnswers.ollama(EmbeddingAnswers.vectors(1))
    }
    let fixture = try EmbedderFixture("ollama", service, keys: keySource())
    #expect(try fixture.error(.query).kind == .overloaded)
    #expect(try fixture.error(.query).kind == .overloaded)
    let suspended = try fixture.error(.query)
    #expect(suspended.kind == .suspended)
    #expect(suspended.description.contains("asked again in 15 s"), "\(suspended)")
    #expect(suspended.retryAfter == .seconds(15))
    #expect(service.requests.count == 2)
    fixture.clock.advance(by: .seconds(16))
    #expect(try fixture.error(.query).kind == .overloaded, "one question goes through to see")
    #expect(try fixture.error(.query).kind == .suspended)
    #expect(service.requests.count == 3)
    fixture.clock.advance(by: .seconds(16))
    #expect(try fixture.error(.query).kind == .suspended, "the second rest is twice as long")
    fixture.clock.advance(by: .seconds(15))
    #expect(try fixture.embed(["a"], .query).count == 1)
    #expect(try fixture.embed(["a"], .query).count == 1)
  }

  @Test("One text that a service does not take does not make it rest")
  func badText() throws {
    let fixture = try EmbedderFixture("openai", [.json(["error": ["message": "too long"]], status: 400)])
    for _ in 0..<5 { #expect(try fixture.error(.query).kind == .refused) }
  }

  @Test("A wrong key makes it rest, for the next question would get the same answer")
  func wrongKey() throws {
    let fixture = try EmbedderFixture("openai", [.json(["error": ["message": "no"]], status: 401)])
    #expect(try fixture.error(.query).kind == .refused)
    #expect(try fixture.error(.query).kind == .refused)
    #expect(try fixture.error(.query).kind == .suspended)
  }
}
