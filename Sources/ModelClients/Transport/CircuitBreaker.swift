/// Keeps a service that is down from being asked at every question.
///
/// After a few failures in a row nobody may ask for a while; then one question goes through to see, and while it is under way, or
/// after it failed, the others go on being spared. Each rest is twice as long as the last one.
struct CircuitBreaker: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// One failure may be chance: a model that is being loaded, a packet that was lost.
  static let failuresBeforeRest = 2
  static let firstRest: Duration = .seconds(15)
  static let longestRest: Duration = .seconds(300)

  private var failures = 0
  private var rest = Self.firstRest
  private(set) var restsUntil: Instant?

  /// Whether to ask. Where this says yes to the one question after a rest, the next rest has begun.
  mutating func permits(at now: Instant) -> Bool {
    guard let until = restsUntil else { return true }
    guard now >= until else { return false }
    beginRest(at: now, atLeast: nil)
    return true
  }

  mutating func succeeded() { self = CircuitBreaker() }

  /// - Parameter retryAfter: how long the service itself wants to be left alone.
  mutating func failed(at now: Instant, retryAfter: Duration?) {
    failures += 1
    if restsUntil != nil {
      if let retryAfter { restsUntil = max(restsUntil ?? now, now + min(retryAfter, Self.longestRest)) }
    } else if failures >= Self.failuresBeforeRest {
      beginRest(at: now, atLeast: retryAfter)
    } else if let retryAfter {
      restsUntil = now + min(retryAfter, Self.longestRest)
    }
  }

  private mutating func beginRest(at now: Instant, atLeast minimum: Duration?) {
    restsUntil = now + max(rest, min(minimum ?? .zero, Self.longestRest))
    rest = min(rest * 2, Self.longestRest)
  }
}
