/// What stands in a part of the ledger, added up.
package struct LedgerTotal: Hashable, Sendable {
  package var calls: Int64
  package var inputTokens: Int64
  package var outputTokens: Int64
  /// US dollars, of the calls whose provider said it.
  package var cost: Double

  package init(calls: Int64, inputTokens: Int64, outputTokens: Int64, cost: Double) {
    self.calls = calls
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
  }

  package static let nothing = LedgerTotal(calls: 0, inputTokens: 0, outputTokens: 0, cost: 0)

  /// In and out; saturates.
  package var tokens: Int64 {
    let (sum, overflow) = inputTokens.addingReportingOverflow(outputTokens)
    return overflow ? .max : sum
  }
}
