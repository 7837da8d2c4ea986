import JSONValues
import LanguageModels
import ScriptedModel
import Testing

@testable import ModelClients

/// Services that are down, slow, wrong or broken: each becomes an error that names them.
struct ModelFailureTests {
  static let providers = RemoteModelTests.providers

  @Test("What is no answer of the provider is unusable, whoever sent it", arguments: providers)
  func unusable(_ provider: Provider) async throws {
    for body in [
      "", "{}", "[]", "null", "<html>", "{\"message\":{\"content\":5}}", "{\"choices\":[]}", "{\"candidates\":[]}", "{\"cont",
    ] {
      let error = try await ModelFixture(provider, .text(body)).error()
      guard case .unusable(let reason) = error else {
        Issue.record("\(body): \(error)")
        continue
      }
      #expect(reason.contains("\(provider.rawValue) (m at http://127.0.0.1"))
    }
  }

  @Test("A stream that nobody asked for is named as one")
  func stream() async throws {
    let events = LoopbackService.Answer.text("event: message_start\ndata: {}\n\n", type: "text/event-stream")
    guard case .unusable(let reason) = try await ModelFixture(.anthropic, events).error() else { throw Unexpected() }
    #expect(reason.contains("stream"))
    let part = LoopbackService.Answer.json(["model": "m", "message": ["role": "assistant", "content": "Ta"], "done": false])
    guard case .unusable = try await ModelFixture(.ollama, part).error() else { throw Unexpected() }
  }

  private struct Unexpected: Error {}

  @Test(
    "An answer that breaks off is unusable and not asked for again: it may be paid for", arguments: [Provider.anthropic, .ollama])
  func truncated(_ provider: Provider) async throws {
    for ending in [LoopbackService.Answer.Ending.truncatedChunks, .truncatedLength] {
      let fixture = try ModelFixture(provider, ModelAnswers.good(provider).ending(ending))
      guard case .unusable = try await fixture.error() else { throw Unexpected() }
      #expect(fixture.service.requests.count == 1)
    }
    let chunked = try ModelFixture(provider, ModelAnswers.good(provider).ending(.chunked))
    #expect(try await chunked.model.complete(.simple).text == ModelAnswers.value.text)
  }

  @Test(
    "The errors of every provider keep its words and lose the key", arguments: [Provider.anthropic, .gemini, .openRouter, .openAI])
  func words(_ provider: Provider) async throws {
    let message = "Incorrect API key provided: \(secret). You can find your key at https://x.example/keys"
    let bodies: [JSONValue] = [
      ["error": ["message": .string(message), "type": "invalid_request_error", "code": "invalid_api_key"]],
      ["type": "error", "error": ["type": "authentication_error", "message": .string(message)]],
      ["error": ["code": 401, "message": .string(message), "status": "UNAUTHENTICATED"]], ["error": .string(message)],
      [["error": ["message": .string(message)]]],
    ]
    for body in bodies {
      let error = try await ModelFixture(provider, .json(body, status: 401)).error()
      guard case .refused(let reason) = error else { throw Unexpected() }
      #expect(reason.contains("Incorrect API key provided"))
      #expect(!"\(error)".contains("9f8e7d") && !String(reflecting: error).contains("9f8e7d"), "\(error)")
    }
  }

  @Test(
    "Statuses are told apart: what to fix, what to wait for",
    arguments: [
      (400, "refused"), (401, "refused"), (404, "refused"), (413, "refused"), (429, "overloaded"), (500, "overloaded"),
      (529, "overloaded"),
    ])
  func statuses(_ status: Int, kind: String) async throws {
    let service = try LoopbackService([.json(["error": ["message": "no"]], status: status)])
    let error = try await ModelFixture(.anthropic, service, attempts: 1).error()
    switch error {
    case .refused: #expect(kind == "refused")
    case .overloaded: #expect(kind == "overloaded")
    default: Issue.record("\(error)")
    }
  }

  @Test("Overload is waited for, as long as the service wants and no longer than the request's time")
  func retries() async throws {
    let overloaded = LoopbackService.Answer.json(
      ["type": "error", "error": ["type": "overloaded_error", "message": "Overloaded"]], status: 529)
    let limited = LoopbackService.Answer.json(["error": "slow"], status: 429, headers: [("retry-after", "3")])
    let patient = try ModelFixture(.anthropic, overloaded, limited, ModelAnswers.good(.anthropic))
    _ = try await patient.model.complete(.simple)
    #expect(patient.clock.pauses == [.milliseconds(250), .milliseconds(3500)])
    let tomorrow = LoopbackService.Answer.json(
      ["error": "quota"], status: 429, headers: [("retry-after", "Sun, 22 Nov 2026 08:00:00 GMT")])
    let hopeless = try ModelFixture(.anthropic, tomorrow, ModelAnswers.good(.anthropic))
    guard case .overloaded = try await hopeless.error() else { throw Unexpected() }
    #expect(hopeless.clock.pauses == [] && hopeless.service.requests.count == 1)
    let stubborn = try ModelFixture(.anthropic, overloaded)
    guard case .overloaded = try await stubborn.error() else { throw Unexpected() }
    #expect(stubborn.service.requests.count == 4)
  }

  @Test("A silent service is given up at the request's time-out")
  func slow() async throws {
    let fixture = try ModelFixture(.ollama, .silence)
    var request = CompletionRequest.simple
    request.timeout = .milliseconds(80)
    #expect(try await fixture.error(request) == .timedOut("ollama (m at \(fixture.service.url))", after: .milliseconds(80)))
  }

  @Test("A task that is cancelled stops waiting at once")
  func cancellation() async throws {
    let (asked, arrival) = AsyncStream<Void>.makeStream()
    let service = try LoopbackService { _, _ in
      arrival.yield()
      return .silence
    }
    let model = try ModelFixture(.ollama, service).model
    let call = Task { try await model.complete(.simple) }
    for await _ in asked { break }
    call.cancel()
    let error = await #expect(throws: LanguageModelError.self) { try await call.value }
    #expect(error == .cancelled)
  }

  @Test("Nothing at the address says how to start what should be there")
  func refused() async throws {
    let model = try RemoteModel(
      provider: .ollama, options: ModelOptions(endpoint: LoopbackService.silentAddress()), network: direct, keys: keySource())
    let error = await #expect(throws: LanguageModelError.self) { try await model.complete(.simple) }
    guard case .unavailable(let reason) = try #require(error) else { throw Unexpected() }
    #expect(reason.contains("connection refused") && reason.contains("ollama serve"))
  }

  @Test(
    "The whole stack: an answer that breaks the schema goes back once, both calls are permitted and written down",
    arguments: providers)
  func stack(_ provider: Provider) async throws {
    let fixture = try ModelFixture(
      provider, ModelAnswers.good(provider, "Sure! {\"l0\": 5, \"confidence\": 2}"), ModelAnswers.good(provider))
    let ledger = MemoryLedger()
    let budget = ModelBudget(day: .init(calls: 2, tokens: 10_000), session: .init(calls: 2, tokens: 10_000))
    let model = CheckedModel(BudgetedModel(fixture.model, ledger: ledger, budget: budget))
    let reply = try await model.complete(.structured)
    #expect(reply.value == ModelAnswers.value)
    #expect(reply.usage == ModelUsage(calls: 2, inputTokens: 240, outputTokens: 60))
    let repair = fixture.service.requests[1].json.text
    #expect(repair.contains("/l0 is integer, not string") && repair.contains("/confidence is more than 1"))
    #expect(ledger.rows.map(\.usage.tokens) == [150, 150])
    #expect(ledger.rows.allSatisfy { $0.call.provider == provider.rawValue && $0.model == "m" && $0.call.purpose == "extraction" })
    let error = await #expect(throws: LanguageModelError.self) { try await model.complete(.structured) }
    guard case .overBudget(let refusal) = try #require(error) else { throw Unexpected() }
    #expect(refusal.period == .day)
    #expect(fixture.service.requests.count == 2, "what is over budget is not sent")
  }

  @Test("The same on a thread that waits")
  func blocking() throws {
    let model = try ModelFixture(.ollama, ModelAnswers.good(.ollama, "yes")).model
    #expect(try model.completeAndWait(.simple).text == "yes")
  }
}
