import Dispatch
import MemoryEngine
import MemoryStore
import Synchronization

/// Gives passages their vectors while a server runs, behind its answers: writing waits for nothing. It has a connection of its own to the store.
final class BackgroundEmbedding: Sendable {
  /// Until a process that is at it already is asked again whether it is done.
  private static let pause: DispatchTimeInterval = .milliseconds(250)
  /// Until an embedder that failed is tried again.
  private static let patience: Duration = .seconds(30)

  private let queue = DispatchQueue(label: "embedding", qos: .utility)
  private let isScheduled = Mutex(false)
  private let place: Workplace

  init(composition: Composition) { place = Workplace(composition) }

  /// There may be something to embed. Costs nothing when there is not, and may be called after every answer.
  func wake() { schedule { self.queue.async(execute: $0) } }

  private func schedule(_ start: (@escaping @Sendable () -> Void) -> Void) {
    let isNew = isScheduled.withLock { isScheduled in
      defer { isScheduled = true }
      return !isScheduled
    }
    guard isNew else { return }
    start { [self] in
      isScheduled.withLock { $0 = false }
      if place.work() == .busy { schedule { queue.asyncAfter(deadline: .now() + Self.pause, execute: $0) } }
    }
  }

  /// Used on the queue alone.
  private final class Workplace: @unchecked Sendable {
    enum Result { case done, busy }

    private let composition: Composition
    private var engine: MemoryEngine?
    private var failedAt: ContinuousClock.Instant?

    init(_ composition: Composition) { self.composition = composition }

    private var startsWorker: Bool { composition.configuration.settings.worker.startsByItself }

    /// What fails here is shown by `status`, which asks the embedder itself; what was written is embedded later.
    func work() -> Result {
      if let failedAt, failedAt.duration(to: .now) < BackgroundEmbedding.patience { return .done }
      failedAt = nil
      do {
        let engine = try engine ?? composition.openEngine()
        self.engine = engine
        let outcome = try engine.embedPassages()
        // Many new vectors are to be sorted into lists: the worker's business.
        if outcome.embedded > 0, startsWorker, try engine.store.nextJob(due: Composition.wallClock()) != nil {
          _ = WorkerLauncher.start(home: composition.home)
        }
        return outcome.isBusy ? .busy : .done
      } catch {
        failedAt = .now
        return .done
      }
    }
  }
}
