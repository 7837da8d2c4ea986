/// What model calls cost: one call's, a session's or a day's.
package struct ModelUsage: Hashable, Sendable {
  package var calls: Int
  package var inputTokens: Int
  package var outputTokens: Int

  package init(calls: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0) {
    self.calls = calls
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
  }

  /// Saturates: the numbers come from a service's answer.
  package var tokens: Int {
    let (sum, overflow) = inputTokens.addingReportingOverflow(outputTokens)
    return overflow ? .max : sum
  }

  package func adding(_ other: ModelUsage) -> ModelUsage {
    func sum(_ left: Int, _ right: Int) -> Int {
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .max : sum
    }
    return ModelUsage(
      calls: sum(calls, other.calls), inputTokens: sum(inputTokens, other.inputTokens),
      outputTokens: sum(outputTokens, other.outputTokens))
  }
}
