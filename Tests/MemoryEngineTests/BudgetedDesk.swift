import LanguageModels
import MemoryModel
import MemoryStore
import ScriptedModel
import Synchronization

@testable import MemoryEngine

/// A scripted model behind the store's own ledger, as the program composes it, with a budget of one call a day.
final class BudgetedDesk: Sendable {
  private struct State {
    var home = ""
    var now = Timestamp(milliseconds: 0)
  }
  private let state = Mutex(State())
  private let model: ScriptedModel
  private let calls: Int

  init(_ model: ScriptedModel, callsPerDay calls: Int = 1) {
    self.model = model
    self.calls = calls
  }

  var source: ModelSource {
    ModelSource { [self] _ throws(LanguageModelError) in
      do {
        let ledger = try StoreLedger(home: StoreHome(path: state.withLock(\.home)), clock: { [self] in state.withLock(\.now) })
        let budget = ModelBudget(day: .init(calls: calls, tokens: 100_000), session: .init(calls: 9, tokens: 100_000))
        return CheckedModel(BudgetedModel(model, ledger: ledger, budget: budget))
      } catch {
        throw .unavailable("\(error)")
      }
    }
  }

  /// To be told of the fixture, and of each step of its clock.
  func follow(_ fixture: EngineFixture) { state.withLock { $0 = State(home: fixture.directory, now: fixture.now) } }

  /// A call of somebody else, so that nothing is left of the day.
  func spendToday(_ fixture: EngineFixture) throws {
    try fixture.engine.store.insertLedgerRow(
      ModelCall(at: fixture.now, purpose: "merge", provider: "scripted", model: "1", inputTokens: 1, outputTokens: 1))
  }
}

/// Counts over threads.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { value in
      defer { value += 1 }
      return value
    }
  }
}
