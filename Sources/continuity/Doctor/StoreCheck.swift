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
    switch composition.makeDispatcher(for: .atCommandLine()).answer("status", [:]) {
    case .failure(let error): return [.problem("Store", error.message, remedy: nil)]
    case .success(let status):
      return [soundness(composition, shown: shown, status)] + queue(status) + held(status) + project(status)
    }
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
          "Stop other Continuity processes, copy the file aside, and put one from \(FilePath.abbreviated(composition.home.backups)) in its place."
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
        remedy: "When the reason is gone: `continuity worker --retry`.")
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
