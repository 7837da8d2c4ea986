internal import CSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Waits for another process's lock in short, growing, jittered steps.
///
/// SQLite's own busy timeout sleeps up to 100 ms at a time: with eight writers of half a millisecond each most of the waiting would be
/// for nothing, and a hook is gone in three milliseconds.
final class BusyPatience {
  private let limit: Int64
  private var waited: Int64 = 0
  private var random: UInt64

  init(limit: Duration) {
    let (seconds, attoseconds) = limit.components
    self.limit = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    random = UInt64(getpid()) &* 0x9E37_79B9_7F4A_7C15
  }

  static let handler: @convention(c) (UnsafeMutableRawPointer?, Int32) -> Int32 = { context, attempt in
    guard let context else { return 0 }
    return Unmanaged<BusyPatience>.fromOpaque(context).takeUnretainedValue().wait(attempt: attempt) ? 1 : 0
  }

  /// Microseconds: 100, 200, … to at most 10,000, each up to twice as long by chance, so that waiters do not march in step.
  private func wait(attempt: Int32) -> Bool {
    if attempt == 0 { waited = 0 }
    guard waited < limit else { return false }
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let step = Int64(100) << min(Int64(attempt), 6)
    let delay = step + Int64(random >> 33) % step
    usleep(UInt32(delay))
    waited += delay
    return true
  }
}
