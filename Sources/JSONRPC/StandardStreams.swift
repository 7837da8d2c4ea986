#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process's own streams, when the protocol runs over them.
enum StandardStreams {
  /// Takes standard input for the protocol. File descriptor 0 is empty afterwards, so that a child process cannot take messages away.
  /// Negative if there is no standard input.
  static func takeInput() -> Int32 {
    let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    pointAtNothing(STDIN_FILENO, flags: O_RDONLY)
    return descriptor
  }

  static func pointAtNothing(_ descriptor: Int32, flags: Int32) {
    let nothing = open("/dev/null", flags)
    guard nothing >= 0, nothing != descriptor else { return }
    dup2(nothing, descriptor)
    close(nothing)
  }
}
