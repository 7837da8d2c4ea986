#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ends a hook that would hold its agent up: a full pipe that nobody fills, a disk that does not answer, a store that is locked.
enum HookDeadline {
  /// After this the process says so on stderr and exits 1. SQLite leaves nothing half written behind.
  ///
  /// - Parameter milliseconds: 1 or more.
  static func set(milliseconds: Int) {
    signal(SIGALRM) { _ in
      // Only calls that are safe in a signal handler: no Swift string, no allocation.
      let message: StaticString = "continuity hook: gave up, the store or the payload took too long; see `continuity doctor`\n"
      _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
      _exit(1)
    }
    var timer = itimerval()
    timer.it_value.tv_sec = milliseconds / 1000
    timer.it_value.tv_usec = .init(milliseconds % 1000 * 1000)
    #if canImport(Glibc)
      setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    #else
      setitimer(ITIMER_REAL, &timer, nil)
    #endif
  }
}
