package import LanguageModels
package import MemoryModel
package import MemoryStore
import Synchronization

/// The ledger in the store's own file, so that every process spends from one budget.
///
/// It has a connection of its own: a call is begun and ended on other threads than the engine's, and must be on disk before it is
/// made.
package final class StoreLedger: SpendingLedger {
  private let store: Mutex<MemoryStore>
  private let clock: Clock

  package init(home: StoreHome, clock: @escaping Clock) throws {
    store = Mutex(try MemoryStore(home: home))
    self.clock = clock
  }

  package func begin(_ call: PlannedCall, within budget: ModelBudget) throws -> LedgerEntry {
    let now = clock()
    let today = Timestamp(now.date)
    return try store.withLock { store in
      try store.write {
        try budget.permit(
          tokens: call.tokens,
          spentToday: ModelUsage(try store.ledgerTotal(since: today)),
          spentOnSession: try call.session.map {
            ModelUsage(try store.ledgerTotal(since: Timestamp(milliseconds: .min), session: $0))
          }, dayEnds: Timestamp(milliseconds: today.milliseconds + Timestamp.millisecondsPerDay))
        return LedgerEntry(
          id: try store.insertLedgerRow(
            ModelCall(
              at: now, purpose: call.purpose, provider: call.provider, model: call.model, inputTokens: Int64(call.inputTokens),
              outputTokens: Int64(call.outputTokens), session: call.session)))
      }
    }
  }

  package func finish(_ entry: LedgerEntry, model: String, usage: ModelUsage, cost: Double?) throws {
    try store.withLock { store in
      _ = try store.write {
        try store.settleLedgerRow(
          entry.id, model: model, inputTokens: Int64(usage.inputTokens), outputTokens: Int64(usage.outputTokens), cost: cost)
      }
    }
  }

  package func withdraw(_ entry: LedgerEntry) throws {
    try store.withLock { store in _ = try store.write { try store.deleteLedgerRow(entry.id) } }
  }
}

extension ModelUsage {
  init(_ total: LedgerTotal) {
    self.init(
      calls: Int(clamping: total.calls), inputTokens: Int(clamping: total.inputTokens),
      outputTokens: Int(clamping: total.outputTokens))
  }
}
