import JSONValues
import LanguageModels
import ScriptedModel
import Synchronization
import Testing

struct CheckedModelTests {
  private static let schema: JSONValue = ["type": "object", "required": ["a"], "properties": ["a": ["type": "integer"]]]

  private func request(schema: JSONValue? = Self.schema) -> CompletionRequest {
    CompletionRequest(task: .merge, system: "s", prompt: "Decide.", schema: schema, maximumTokens: 100, timeout: .seconds(30))
  }

  private func error(_ script: [ScriptedModel.Step]) async throws -> LanguageModelError {
    let error = await #expect(throws: LanguageModelError.self) { try await CheckedModel(ScriptedModel(script)).complete(request()) }
    return try #require(error)
  }

  @Test("A sound answer comes back as a value, after one call")
  func sound() async throws {
    let model = ScriptedModel([.text("```json\n{\"a\":1}\n```")])
    #expect(try await CheckedModel(model).complete(request()).value == ["a": 1])
    #expect(model.requests.count == 1)
  }

  @Test("Free text is not looked at")
  func freeText() async throws {
    let reply = try await CheckedModel(ScriptedModel([.text("Hm.")])).complete(request(schema: nil))
    #expect(reply.text == "Hm." && reply.value == nil)
  }

  @Test("A wrong answer goes back once with what is wrong with it, and both are paid for")
  func repaired() async throws {
    let model = ScriptedModel([.text("{\"a\":\"one\"}"), .json(["a": 1])])
    let reply = try await CheckedModel(model).complete(request())
    #expect(reply.value == ["a": 1])
    #expect(reply.usage == ModelUsage(calls: 2, inputTokens: 200, outputTokens: 100))
    let again = model.requests[1]
    #expect(again.prompt.hasPrefix("Decide.\n"))
    #expect(again.prompt.contains("{\"a\":\"one\"}") && again.prompt.contains("/a is string, not integer"))
    #expect(again.timeout <= .seconds(30))
  }

  @Test("Wrong twice is an error that names the model and the fault; there is no third call")
  func wrongTwice() async throws {
    let model = ScriptedModel([.text("nonsense"), .text("{}"), .json(["a": 1])])
    let error = await #expect(throws: LanguageModelError.self) { try await CheckedModel(model).complete(request()) }
    guard case .unusable(let reason) = try #require(error) else { throw Unexpected() }
    #expect(reason == "scripted/1, asked twice: the value has no `a`")
    #expect(model.requests.count == 2)
  }

  private struct Unexpected: Error {}

  @Test("What was cut off is not asked for again, what was refused is said so")
  func endings() async throws {
    func ending(_ ending: CompletionReply.Ending) -> ScriptedModel.Step {
      .reply(CompletionReply(text: "{\"a\"", model: "1", usage: ModelUsage(calls: 1), ending: ending))
    }
    guard case .unusable(let reason) = try await error([ending(.truncated)]) else { throw Unexpected() }
    #expect(reason.contains("cut off at 100 tokens"))
    guard case .refused(let words) = try await error([ending(.refused("I will not."))]) else { throw Unexpected() }
    #expect(words.contains("I will not."))
    #expect(try await error([.failure(.overloaded("busy"))]) == .overloaded("busy"))
    #expect(try await error([.text(""), .failure(.overloaded("busy"))]) == .overloaded("busy"))
  }

  @Test("No second call where no time is left for it")
  func noTime() async throws {
    let start = ContinuousClock.now
    let calls = Mutex(0)
    let model = ScriptedModel([.text("{}"), .json(["a": 1])])
    // The first answer takes the whole time.
    let checked = CheckedModel(model) {
      calls.withLock {
        $0 += 1
        return $0 == 1 ? start : start + .seconds(30)
      }
    }
    let error = await #expect(throws: LanguageModelError.self) { try await checked.complete(request()) }
    guard case .unusable = try #require(error) else { throw Unexpected() }
    #expect(model.requests.count == 1)
  }
}
