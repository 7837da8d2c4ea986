import Synchronization

@testable import ModelClients

/// A clock that stands still until it is moved; what is paused moves it.
final class TestClock: Sendable {
  private let start = ContinuousClock.now
  private let state = Mutex<(ahead: Duration, pauses: [Duration])>((.zero, []))

  var now: ContinuousClock.Instant { start + state.withLock { $0.ahead } }
  var pauses: [Duration] { state.withLock { $0.pauses } }

  func advance(by duration: Duration) { state.withLock { $0.ahead += duration } }

  private func pause(_ duration: Duration) {
    state.withLock { state in
      state.ahead += duration
      state.pauses.append(duration)
    }
  }

  /// 2026-11-22T00:00:00Z
  static let epochSeconds: Int64 = 1_795_305_600

  var clock: ServiceClock {
    ServiceClock(
      now: { self.now }, epochSeconds: { Self.epochSeconds }, pause: { self.pause($0) }, pauseTask: { self.pause($0) })
  }
}
