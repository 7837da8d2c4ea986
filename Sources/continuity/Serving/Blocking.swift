import Dispatch
import Synchronization

/// Runs asynchronous work to its end from a thread that has nothing else to do. The program is synchronous but for this: an
/// asynchronous `main` costs every start a millisecond.
enum Blocking {
  static func run(_ body: @escaping @Sendable () async throws -> Void) throws {
    let isDone = DispatchSemaphore(value: 0)
    let failure = Failure()
    Task {
      do {
        try await body()
      } catch {
        failure.error.withLock { $0 = error }
      }
      isDone.signal()
    }
    isDone.wait()
    if let error = failure.error.withLock({ $0 }) { throw error }
  }

  private final class Failure: Sendable {
    let error = Mutex<(any Error)?>(nil)
  }
}
