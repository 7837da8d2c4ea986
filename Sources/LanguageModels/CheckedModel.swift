import JSONValues

/// A model whose answers satisfy the request's schema, or are errors.
///
/// Providers promise that and models break it. An answer that does not fit goes back once, with what is wrong with it; after that
/// the caller goes on by rules. Stands outside of `BudgetedModel`, so that the second call is permitted and written down like the
/// first.
package struct CheckedModel: LanguageModel {
  private let model: any LanguageModel
  private let now: @Sendable () -> ContinuousClock.Instant

  package init(_ model: any LanguageModel, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.model = model
    self.now = now
  }

  package var identity: String { model.identity }

  /// As much of a wrong answer as goes back: enough to see what it was, not enough to pay for twice.
  private static let longestQuotation = 8000

  package func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let began = now()
    let first = try await whole(request)
    guard let schema = request.schema else { return first }
    let problems: [String]
    switch Self.checked(first.text, schema) {
    case .success(let value): return first.with(value)
    case .failure(let wrong): problems = wrong.problems
    }
    var again = request
    again.timeout = request.timeout - began.duration(to: now())
    guard again.timeout > .zero else { throw .unusable("\(identity): \(problems.joined(separator: "; "))") }
    again.prompt += """


      You answered this before:

      \(first.text.prefix(Self.longestQuotation))

      That cannot be used: \(problems.joined(separator: "; ")). Answer again, with one JSON value that satisfies the schema and \
      nothing before or after it.
      """
    var second = try await whole(again)
    second.usage = first.usage.adding(second.usage)
    if let cost = first.cost { second.cost = cost + (second.cost ?? 0) }
    switch Self.checked(second.text, schema) {
    case .success(let value): return second.with(value)
    case .failure(let wrong): throw .unusable("\(identity), asked twice: \(wrong.problems.joined(separator: "; "))")
    }
  }

  private func whole(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let reply = try await model.complete(request)
    switch reply.ending {
    case .complete: return reply
    case .truncated: throw .unusable("\(identity): the answer was cut off at \(request.maximumTokens) tokens")
    case .refused(let words): throw .refused("\(identity) did not want to answer" + (words.isEmpty ? "" : ": \(words.prefix(200))"))
    }
  }

  private struct Wrong: Error { var problems: [String] }

  private static func checked(_ text: String, _ schema: JSONValue) -> Result<JSONValue, Wrong> {
    guard let value = AnsweredJSON.value(in: text) else {
      return .failure(Wrong(problems: [text.allSatisfy(\.isWhitespace) ? "the answer is empty" : "the answer is not JSON"]))
    }
    let problems = SchemaCheck.problems(of: value, against: schema)
    return problems.isEmpty ? .success(value) : .failure(Wrong(problems: problems))
  }
}

extension CompletionReply {
  fileprivate func with(_ value: JSONValue) -> CompletionReply {
    var reply = self
    reply.value = value
    return reply
  }
}
