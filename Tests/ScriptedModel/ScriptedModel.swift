package import JSONValues
package import LanguageModels
import Synchronization

/// A model that says what a test wants, and keeps what it was asked.
///
///     let model = ScriptedModel([.json(["memories": []]), .failure(.overloaded("busy"))])
///
/// Wrap it as a real one is wrapped (`CheckedModel(BudgetedModel(…))`) where the test is about that.
package final class ScriptedModel: LanguageModel {
  package enum Step: Sendable {
    case text(String, usage: ModelUsage = ModelUsage(calls: 1, inputTokens: 100, outputTokens: 50))
    case reply(CompletionReply)
    case failure(LanguageModelError)

    package static func json(_ value: JSONValue) -> Step { .text(value.text) }
  }

  package let identity: String
  private let answer: @Sendable (CompletionRequest, Int) -> Step
  private let asked = Mutex<[CompletionRequest]>([])

  /// The n-th request gets the n-th step; one more is an error, because a test should know how often it asks.
  package convenience init(_ script: [Step], identity: String = "scripted/1") {
    self.init(identity: identity) { _, number in
      number < script.count ? script[number] : .failure(.refused("the script has only \(script.count) answers"))
    }
  }

  /// - Parameter answer: called with the request and its number, from 0.
  package init(identity: String = "scripted/1", answer: @escaping @Sendable (CompletionRequest, Int) -> Step) {
    self.identity = identity
    self.answer = answer
  }

  package var requests: [CompletionRequest] { asked.withLock { $0 } }

  package func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let number = asked.withLock { asked in
      asked.append(request)
      return asked.count - 1
    }
    switch answer(request, number) {
    case .text(let text, let usage): return CompletionReply(text: text, model: "1", usage: usage)
    case .reply(let reply): return reply
    case .failure(let error): throw error
    }
  }
}
