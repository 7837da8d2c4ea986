/// Why a model gave no answer. Each says whether trying again later can help.
package enum LanguageModelError: Error, Hashable, Sendable {
  /// It is not installed, does not listen, or has no key.
  case unavailable(String)
  /// It did not answer in time.
  case timedOut(String, after: Duration)
  /// It is busy, or its own limit is reached.
  case overloaded(String)
  /// It refused: wrong key, unknown model, a request that it does not take.
  case refused(String)
  /// It answered something that cannot be used.
  case unusable(String)
  /// It was not asked: that might have passed a limit.
  case overBudget(ModelBudget.Refusal)
  /// The caller gave up.
  case cancelled

  package var isWorthRetrying: Bool {
    switch self {
    case .unavailable, .timedOut, .overloaded, .unusable, .overBudget, .cancelled: true
    case .refused: false
    }
  }
}

extension LanguageModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unavailable(let reason): "the model is not available: \(reason)"
    case .timedOut(let model, let duration): "the model gave no answer within \(duration): \(model)"
    case .overloaded(let reason): "the model is overloaded: \(reason)"
    case .refused(let reason): "the model refused the request: \(reason)"
    case .unusable(let reason): "the model's answer cannot be used: \(reason)"
    case .overBudget(let refusal): refusal.description
    case .cancelled: "the caller gave up waiting for the model"
    }
  }
}
