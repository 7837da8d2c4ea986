import Dispatch
import Operations
import Synchronization

/// Runs requests on a few threads of their own, each with its own connection to the store: a statement that waits for the store's
/// lock must not take a thread away from those who read sockets, nor hold up those who only read.
final class DispatcherPool: Sendable {
  /// Readers of one SQLite file gain nothing from more threads than this on the machines that people have.
  static let width = 4
  /// Requests that wait or run; more are refused, so that a flood costs a refusal and not the memory of the machine.
  static let maximumUnderWay = 1024

  private let lanes: [Lane]
  private let underWay: Mutex<[Int]>

  init(makeDispatcher: @escaping @Sendable (Caller) -> Dispatcher) {
    lanes = (0..<Self.width).map { Lane(number: $0, makeDispatcher: makeDispatcher) }
    underWay = Mutex(Array(repeating: 0, count: Self.width))
  }

  /// Nil when too many wait already.
  func run<Value: Sendable>(
    as asker: ViewerAnswers.Asker, _ body: @escaping @Sendable (Dispatcher) -> Value
  ) async -> Value? {
    let chosen = underWay.withLock { counts -> Int? in
      guard counts.reduce(0, +) < Self.maximumUnderWay, let lane = counts.indices.min(by: { counts[$0] < counts[$1] }) else {
        return nil
      }
      counts[lane] += 1
      return lane
    }
    guard let chosen else { return nil }
    defer { underWay.withLock { $0[chosen] -= 1 } }
    return await lanes[chosen].run(as: asker, body)
  }

  /// Requests that wait or run now.
  var count: Int { underWay.withLock { $0.reduce(0, +) } }
}

/// One thread with its dispatchers.
final class Lane: Sendable {
  private let queue: DispatchQueue
  private let dispatchers = Mutex<[ViewerAnswers.Asker: Dispatcher]>([:])
  private let makeDispatcher: @Sendable (Caller) -> Dispatcher

  init(number: Int, makeDispatcher: @escaping @Sendable (Caller) -> Dispatcher) {
    queue = DispatchQueue(label: "continuity.viewer.\(number)")
    self.makeDispatcher = makeDispatcher
  }

  func run<Value: Sendable>(
    as asker: ViewerAnswers.Asker, _ body: @escaping @Sendable (Dispatcher) -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        let value = dispatchers.withLock { known in
          let dispatcher = known[asker] ?? makeDispatcher(asker.caller)
          known[asker] = dispatcher
          return body(dispatcher)
        }
        continuation.resume(returning: value)
      }
    }
  }
}
