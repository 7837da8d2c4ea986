#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whoever works at this machine comes first.
enum BackgroundPriority {
  /// Higher is politer; 19 would starve the worker beside a long build.
  private static let niceness = 10

  /// For this process and what it starts.
  static func take() {
    setpriority(.init(PRIO_PROCESS.rawValue), 0, Int32(niceness))
    #if !canImport(Darwin)
      // Where Linux shares the processor out by session (`sched_autogroup`, on in most desktops), niceness counts within a session alone, and a
      // detached worker has one to itself: the session's own share is to be small. A session that others are in is left alone.
      guard getsid(0) == getpid() else { return }
      let group = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC)
      guard group >= 0 else { return }
      defer { close(group) }
      StandardStreams.write(String(niceness), to: group)
    #endif
  }
}
