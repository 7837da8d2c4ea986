import JSONRPC
import JSONValues
import MemoryEngine
import MemoryStore
import Operations

/// Whether the store opens, is sound, and gets its work done.
enum StoreCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let shown = FilePath.abbreviated(composition.home.database)
    guard LocalFile.exists(composition.home.database) else {
      return [.note("Store", "\(shown) is not there yet: the first memory makes it")]
    }
    switch composition.makeDispatcher(for: .atCommandLine(), door: .cli).answer("status", [:]) {
    case .failure(let error): return [.problem("Store", error.message, remedy: nil)]
    case .success(let status):
      return [soundness(composition, shown: shown, status)] + queue(status) + held(status) + project(status)
    }
  }

  /// Gives parked work another chance. What failed before may fail again, and is found again.
  static func fix(_ composition: Composition) throws -> [String] {
    guard LocalFile.exists(composition.home.database) else { return [] }
    let count = try composition.openEngine().retryParkedJobs()
    if count == 0 { return [] }
    let reason = WorkerLauncher.start(home: composition.home)
    return [
      "Queue: \(Figures.count(Int64(count), "job")) tried again, "
        + (reason.map { "once the worker runs (it could not be started: \($0))" } ?? "by the worker that was started")
    ]
  }

  private static func soundness(_ composition: Composition, shown: String, _ status: JSONValue) -> Finding {
    let faults: [String]
    do {
      faults = try composition.openEngine().integrityFaults()
    } catch {
      return .problem("Store", "\(error)", remedy: nil)
    }
    guard faults.isEmpty else {
      return .problem(
        "Store", "\(shown) is damaged: " + faults.prefix(3).joined(separator: "; "),
        remedy:
          "`continuity restore --path=FILE` with the newest of \(FilePath.abbreviated(composition.home.backups)) that is sound; the damaged file is kept."
      )
    }
    let size = Figures.bytes(status["store"]?["bytes"]?.integer ?? 0)
    return .good(
      "Store",
      "\(shown), \(size), schema \(status["store"]?["schema_version"]?.integer ?? 0), sound; "
        + Figures.count(status["memories"]?["total"]?.integer ?? 0, "memory", "memories"))
  }

  private static func queue(_ status: JSONValue) -> [Finding] {
    let parked = (status["parked_jobs"]?.array ?? []).map { job -> Finding in
      .problem(
        "Queue",
        "\(job["kind"]?.string ?? "a job") failed \(job["attempts"]?.integer ?? 0) times and waits: \(job["error"]?.string ?? "")",
        remedy: "When the reason is gone: `continuity worker --retry`, or `continuity doctor --fix`.")
    }
    if !parked.isEmpty { return parked }
    let pending = status["pending"]?["jobs"]?.integer ?? 0
    let running = status["worker"]?["running"]?.bool == true
    if pending == 0 { return [.good("Queue", "empty" + (running ? "; the worker is running" : ""))] }
    if running { return [.good("Queue", "\(Figures.count(pending, "job")), the worker is at it")] }
    return [
      .note(
        "Queue", "\(Figures.count(pending, "job")) to do; the next session's end starts the worker, and so does `continuity worker`"
      )
    ]
  }

  private static func held(_ status: JSONValue) -> [Finding] {
    let count = status["held"]?.integer ?? 0
    guard count > 0 else { return [] }
    return [
      .warning(
        "Review", "\(Figures.count(count, "instruction")) of an agent came in a burst and wait",
        remedy: "`continuity quarantine` shows them, and takes or refuses them.")
    ]
  }

  private static func project(_ status: JSONValue) -> [Finding] {
    [.note("Project", status["project"]?.string.map { "here it is `\($0)`" } ?? "this directory belongs to none")]
  }
}
