import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// - Parameters:
  ///   - workingDirectory: tells whose project the caller is in.
  ///   - project: overrides it.
  package func status(workingDirectory: String?, project name: String?) throws -> StatusOutcome {
    try? flushUse()
    let statistics = try store.read { try store.statistics() }
    let parked = try store.parkedJobs()
    let project = try project(named: name, session: nil, workingDirectory: workingDirectory)
    var outcome = StatusOutcome(
      storePath: store.home.database, schemaVersion: statistics.schemaVersion, storeBytes: statistics.bytes,
      memories: statistics.memories,
      retracted: statistics.retracted, passages: statistics.passages, sessions: statistics.sessions,
      observations: statistics.observations,
      pendingJobs: statistics.pendingJobs, pendingEmbeddings: try pendingEmbeddings(),
      parked: parked.map {
        StatusOutcome.ParkedJob(id: $0.id, kind: $0.kind, attempts: $0.attempts, error: $0.error ?? "", session: $0.subject)
      }, isWorkerRunning: ProcessLock.isHeld(path: store.home.workerLock), embedder: embedderName,
      languageModel: settings.languageModel(),
      modelsToday: try store.ledgerTotal(since: Timestamp(now.date)), modelCallsPerDay: settings.modelCallsPerDay,
      modelTokensPerDay: settings.modelTokensPerDay,
      project: project,
      warnings: parked.isEmpty
        ? [] : ["\(parked.count) job(s) failed repeatedly and wait: see `continuity status`, then `continuity worker --retry`"])
    outcome.instances = try instances()
    outcome.notices = notices(for: project)
    outcome.intentions = try openIntentions(project.map(Scope.project) ?? .unscoped, limit: 1000).count
    outcome.hooks = HookLatency.of(HookTiming.recent(home: store.home))
    outcome.held = try countHeldMemories()
    if outcome.held > 0 {
      outcome.warnings.append(
        "\(outcome.held) alike instruction(s) of an agent are held for review and not used: see `continuity quarantine`")
    }
    return outcome
  }

  /// SQLite's own check of the whole file; empty when it is sound.
  package func integrityFaults() throws -> [String] { try store.read { try store.integrityFaults() } }
}
