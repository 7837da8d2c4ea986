import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT and SIGTERM as something that can be waited for together with input.
enum EndSignals {
  /// Where the handler writes. A handler may touch nothing but lock-free atomics and a few system calls.
  private static let writeEnd = Atomic<Int32>(-1)

  /// What `catchThem` returned last; negative before.
  static var readEnd: Int32 { readEndStorage.load(ordering: .sequentiallyConsistent) }
  private static let readEndStorage = Atomic<Int32>(-1)

  /// From here on the first SIGINT or SIGTERM makes the returned descriptor readable instead of ending the process. The second one ends it
  /// as ever: whoever is in a hurry need not wait for us. Negative if there is no descriptor to be had; signals end the process then.
  static func catchThem() -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return -1 }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    readEndStorage.store(ends[0], ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        let savedError = errno
        var byte: UInt8 = 1
        _ = write(EndSignals.writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
        errno = savedError
      }
    }
    return ends[0]
  }
}
