package import MemoryModel

/// The state of a store, for people and for scripts.
package struct StatusOutcome: Sendable {
  package struct ParkedJob: Sendable {
    package var id: Int64
    package var kind: String
    package var attempts: Int
    package var error: String
    package var session: String?
  }

  package var storePath: String
  package var schemaVersion: Int
  package var storeBytes: Int64
  package var memories: [(category: Category, count: Int)]
  package var retracted: Int
  package var passages: Int
  package var sessions: Int
  package var observations: Int
  package var pendingJobs: Int
  package var pendingEmbeddings: Int
  package var parked: [ParkedJob]
  package var isWorkerRunning: Bool
  /// `none` while search is lexical.
  package var embedder: String
  /// `none` when rules do the work.
  package var languageModel: String
  package var modelsToday: LedgerTotal
  /// What a day may cost; nil where nothing limits it.
  package var modelCallsPerDay: Int?
  package var modelTokensPerDay: Int?
  /// The caller's own project and where it was read from.
  package var project: String?
  package var warnings: [String]
  /// Agents that are at work on the store.
  package var instances: [Instance] = []
  /// What they left to one another in this project.
  package var notices: [Notice] = []
  /// What is still to be done in this project.
  package var intentions = 0
  /// How long hooks took lately.
  package var hooks: [HookLatency] = []
  /// What waits for a person's review.
  package var held = 0
}
