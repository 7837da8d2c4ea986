/// When a request that failed is sent again: exponential backoff with full jitter
/// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), never before the service wants it.
struct RetryPolicy: Sendable {
  var maximumAttempts = 4
  var base: Duration = .milliseconds(500)
  var ceiling: Duration = .seconds(20)
  /// Uniform in 0..<1.
  var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

  static let never = RetryPolicy(maximumAttempts: 1)

  /// How long to wait before the next attempt; nil to give up: the failure will not go away, all attempts are used up, or the time
  /// left would not do.
  func pause(after failure: ServiceFailure, attempt: Int, remaining: Duration) -> Duration? {
    guard failure.isWorthRetrying, attempt < maximumAttempts else { return nil }
    let step = min(ceiling, base * (1 << min(attempt - 1, 16)))
    let jittered = step * random()
    let pause = failure.retryAfter.map { $0 + min(jittered, .seconds(1)) } ?? jittered
    return pause < remaining ? pause : nil
  }
}
