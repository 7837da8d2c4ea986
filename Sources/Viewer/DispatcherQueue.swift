import Dispatch
import Operations
import Synchronization

/// Runs one request after the other on a thread of their own: a statement that waits for the store's lock must not take a
/// thread away from those who read sockets.
final class DispatcherQueue: Sendable {
  private let queue = DispatchQueue(label: "continuity.viewer")
  private let dispatcher: Mutex<Dispatcher>

  init(_ dispatcher: sending Dispatcher) { self.dispatcher = Mutex(dispatcher) }

  func run<Value: Sendable>(_ body: @escaping @Sendable (Dispatcher) -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(returning: dispatcher.withLock { body($0) })
      }
    }
  }
}
