#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Time as the clients need it; tests bring their own.
package struct ServiceClock: Sendable {
  package var now: @Sendable () -> ContinuousClock.Instant
  /// Seconds since 1970, for dates in headers.
  package var epochSeconds: @Sendable () -> Int64
  /// Holds up the calling thread.
  package var pause: @Sendable (Duration) -> Void
  /// Holds up the calling task; throws when that is cancelled.
  package var pauseTask: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant, epochSeconds: @escaping @Sendable () -> Int64,
    pause: @escaping @Sendable (Duration) -> Void, pauseTask: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.epochSeconds = epochSeconds
    self.pause = pause
    self.pauseTask = pauseTask
  }

  package static let real = ServiceClock(
    now: { .now }, epochSeconds: { Int64(time(nil)) },
    pause: { duration in
      var left = timespec()
      var rest = timespec()
      left.tv_sec = numericCast(max(0, duration.components.seconds))
      left.tv_nsec = numericCast(max(0, duration.components.attoseconds / 1_000_000_000))
      while nanosleep(&left, &rest) != 0, errno == EINTR { left = rest }
    }, pauseTask: { try await Task.sleep(for: $0) })
}
