import JSONValues
package import LanguageModels
import MemoryModel

/// Asks language models for the engine. Nothing of a model is looked for or asked before the first question.
///
/// For one thread at a time, like the engine; that thread waits for the answer, so it must be a real one and not a task's.
package final class ModelDesk {
  /// Failures in a row after which a model is left alone for as long as this process lives: what waits behind a service that is
  /// down would wait for its timeout again and again.
  private static let patience = 2

  private let source: ModelSource
  private var models: [CompletionRequest.Task: Result<(any LanguageModel)?, LanguageModelError>] = [:]
  private var failures = 0
  /// What went wrong, for whoever watches the worker.
  private(set) var troubles: [String] = []

  init(_ source: ModelSource) { self.source = source }

  /// Whether there is one to ask for this: it may still refuse.
  package func isThere(for task: CompletionRequest.Task) -> Bool {
    guard failures < Self.patience, case .success(let model?) = model(for: task) else { return false }
    _ = model
    return true
  }

  /// The answer to one question.
  /// - Parameters:
  ///   - text: what the prompt's instructions are about; whatever of it others wrote stands in a `Fence`.
  ///   - session: whose budget it spends; nil for work that belongs to none.
  ///   - timeout: where somebody waits for the answer; nil: the configuration's.
  func ask(_ prompt: ModelPrompt, _ text: String, session: String?, timeout: Duration? = nil) -> ModelAnswer {
    guard failures < Self.patience else { return .unanswered(reason: "the model failed \(Self.patience) times in a row") }
    let model: any LanguageModel
    switch self.model(for: prompt.task) {
    case .success(let found?): model = found
    case .success(nil): return .unanswered(reason: "no model is configured or found")
    case .failure(let error): return unanswered(error, prompt)
    }
    let request = CompletionRequest(
      task: prompt.task, system: prompt.instructions, prompt: text, schema: prompt.schema, maximumTokens: prompt.maximumTokens,
      timeout: timeout ?? source.timeout, session: session)
    do throws(LanguageModelError) {
      let reply = try model.completeAndWait(request)
      failures = 0
      guard let value = reply.value ?? (prompt.schema == nil ? .string(reply.text) : AnsweredJSON.value(in: reply.text)) else {
        return .unanswered(reason: "the answer is no JSON")
      }
      return .answered(value, maker: Self.maker(prompt, model: model.identity, answeredBy: reply.model))
    } catch {
      if case .overBudget(let refusal) = error, let until = refusal.until {
        return .waits(until: until, reason: refusal.description)
      }
      return unanswered(error, prompt)
    }
  }

  private func unanswered(_ error: LanguageModelError, _ prompt: ModelPrompt) -> ModelAnswer {
    // A spent session says nothing of the model, and a small one may fail at one task and not at another.
    switch error {
    case .unavailable, .timedOut, .overloaded, .refused: failures += 1
    case .unusable, .overBudget, .cancelled: break
    }
    let reason = Excerpt.words(Redactor.redact(error.description).text, limit: 500)
    let trouble = "\(prompt.name): \(reason); rules did the work"
    if !troubles.contains(trouble) { troubles.append(trouble) }
    return .unanswered(reason: reason)
  }

  private func model(for task: CompletionRequest.Task) -> Result<(any LanguageModel)?, LanguageModelError> {
    if let known = models[task] { return known }
    let found: Result<(any LanguageModel)?, LanguageModelError>
    do throws(LanguageModelError) {
      found = .success(try source.make(task))
    } catch {
      found = .failure(error)
    }
    models[task] = found
    return found
  }

  /// `extraction/1 ollama/llama3.2`. A provider may name the model that answered more narrowly than it was asked for.
  private static func maker(_ prompt: ModelPrompt, model: String, answeredBy name: String) -> String {
    let provider = model.prefix { $0 != "/" }
    return "\(prompt.name) " + Redactor.redact(name.isEmpty ? model : "\(provider)/\(name)").text
  }
}
