import Dispatch
import JSONValues
import Operations

/// Starts the worker while the server runs, whenever there is work. A process of its own, as from a hook: the operating system's lock tells workers
/// of one store apart by process, and memory that the work takes goes back when it ends.
final class Upkeep: Sendable {
  private static let interval: Duration = .seconds(30)
  private let composition: Composition

  init(composition: Composition) { self.composition = composition }

  func start() {
    guard composition.configuration.settings.worker.startsByItself else { return }
    let composition = composition
    Task.detached(priority: .background) {
      while !Task.isCancelled {
        Self.startWorkerWhenNeeded(composition)
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  private static func startWorkerWhenNeeded(_ composition: Composition) {
    guard case .success(let status) = composition.makeDispatcher(for: .init(), door: .http).answer("status", [:]) else { return }
    let pending = status["pending"]
    let hasWork = (pending?["jobs"]?.integer ?? 0) + (pending?["embeddings"]?.integer ?? 0) > 0
    if hasWork, status["worker"]?["running"]?.bool == false { _ = WorkerLauncher.start() }
  }
}
