package import LanguageModels
package import MemoryModel
import Synchronization

/// A ledger that lasts as long as a test.
package final class MemoryLedger: SpendingLedger {
  package struct Row: Hashable, Sendable {
    package var call: PlannedCall
    package var model: String
    package var usage: ModelUsage
    package var cost: Double?
    package var isFinished = false
  }

  package struct Broken: Error {}

  private let entries = Mutex<[Int64: Row]>([:])
  private let dayEnds: Timestamp?
  private let isBroken: Bool

  package init(dayEnds: Timestamp? = nil, isBroken: Bool = false) {
    self.dayEnds = dayEnds
    self.isBroken = isBroken
  }

  /// In the order of the calls.
  package var rows: [Row] { entries.withLock { entries in entries.keys.sorted().compactMap { entries[$0] } } }

  package func begin(_ call: PlannedCall, within budget: ModelBudget) throws -> LedgerEntry {
    if isBroken { throw Broken() }
    return try entries.withLock { entries in
      let today = entries.values.reduce(ModelUsage()) { $0.adding($1.usage) }
      let onSession = entries.values.filter { $0.call.session == call.session }.reduce(ModelUsage()) { $0.adding($1.usage) }
      try budget.permit(
        tokens: call.tokens, spentToday: today, spentOnSession: call.session == nil ? nil : onSession,
        dayEnds: dayEnds)
      let id = (entries.keys.max() ?? 0) + 1
      entries[id] = Row(
        call: call, model: call.model,
        usage: ModelUsage(calls: 1, inputTokens: call.inputTokens, outputTokens: call.outputTokens))
      return LedgerEntry(id: id)
    }
  }

  package func finish(_ entry: LedgerEntry, model: String, usage: ModelUsage, cost: Double?) throws {
    entries.withLock { entries in
      entries[entry.id]?.model = model
      entries[entry.id]?.usage = usage
      entries[entry.id]?.cost = cost
      entries[entry.id]?.isFinished = true
    }
  }

  package func withdraw(_ entry: LedgerEntry) throws { entries.withLock { $0[entry.id] = nil } }
}
