import Operations
import ServiceLifecycle
import Synchronization

/// Tells whoever listens that something changed: which process changed it does not matter. Looks at the store twice a second, and only
/// while somebody listens.
final class ChangeFeed: Service, Sendable {
  enum Event: Hashable, Sendable {
    case change(id: String, mark: String)
    case heartbeat
  }

  /// More listeners are refused: each holds a connection.
  static let maximumListeners = 64
  private static let interval: Duration = .milliseconds(500)
  /// Proxies and browsers give a silent stream up after half a minute or more.
  private static let looksPerHeartbeat = 30

  private struct State {
    var listeners: [Int: AsyncStream<Event>.Continuation] = [:]
    var nextListener = 0
    var number = 0
    var version: Int64 = -1
    var mark: String?
  }

  private let state = Mutex(State())
  private let lane: Lane
  /// Ids of another run of the server say nothing about this one.
  private let epoch: String

  init(makeDispatcher: @escaping @Sendable (Caller) -> Dispatcher) {
    lane = Lane(number: DispatcherPool.width, makeDispatcher: makeDispatcher)
    epoch = String(UInt32.random(in: 0...UInt32.max), radix: 36)
  }

  var listenerCount: Int { state.withLock { $0.listeners.count } }

  /// Changes from now on; one at once for a listener who missed some. Nil when too many listen.
  ///
  /// - Parameter lastID: of the last event that the listener got, from whichever run of the server.
  func listen(after lastID: String?) -> AsyncStream<Event>? {
    let (stream, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(16))
    let number = state.withLock { state -> Int? in
      guard state.listeners.count < Self.maximumListeners else { return nil }
      state.nextListener += 1
      state.listeners[state.nextListener] = continuation
      let present = id(state.number)
      continuation.yield(lastID == nil || lastID == present ? .heartbeat : .change(id: present, mark: state.mark ?? ""))
      return state.nextListener
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) } }
    return stream
  }

  /// Until the server is told to end.
  func run() async throws {
    await cancelWhenGracefulShutdown { [self] in
      var looks = 0
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        guard listenerCount > 0 else { continue }
        await look()
        looks += 1
        if looks.isMultiple(of: Self.looksPerHeartbeat) { send(.heartbeat) }
      }
    }
    state.withLock { $0.listeners.values }.forEach { $0.finish() }
  }

  func look() async {
    let version = state.withLock { $0.version }
    let found = await lane.run(as: .viewer) { dispatcher -> (version: Int64, mark: String?) in
      var version = version
      let mark = try? dispatcher.changeMark(since: &version).get()
      return (version, mark)
    }
    let event = state.withLock { state -> Event? in
      state.version = found.version
      guard let mark = found.mark, mark != state.mark else { return nil }
      defer { state.mark = mark }
      // The first look only learns how things stand.
      guard state.mark != nil else { return nil }
      state.number += 1
      return .change(id: id(state.number), mark: mark)
    }
    if let event { send(event) }
  }

  private func send(_ event: Event) {
    for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield(event) }
  }

  private func id(_ number: Int) -> String { "\(epoch)-\(number)" }
}

extension ChangeFeed.Event {
  /// As it goes over the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html).
  var text: String {
    switch self {
    case .change(let id, let mark): "id: \(id)\nevent: change\ndata: {\"mark\":\"\(mark)\"}\n\n"
    case .heartbeat: ": heartbeat\n\n"
    }
  }
}
