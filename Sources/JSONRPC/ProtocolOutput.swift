package import JSONValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where protocol messages go: one line a message, and nothing else.
package final class ProtocolOutput: Sendable {
  private struct State {
    var descriptor: Int32
    var isClosed: Bool
  }

  private let state: Mutex<State>

  /// Writes to a descriptor, which becomes this object's own and is closed with it. SIGPIPE is ignored from here on in the whole process:
  /// a reader who went away is the error EPIPE.
  package init(descriptor: Int32) {
    signal(SIGPIPE, SIG_IGN)
    state = Mutex(State(descriptor: descriptor, isClosed: descriptor < 0))
  }

  /// Takes standard output for the protocol. File descriptor 1 is standard error afterwards, so that a careless `print` anywhere in
  /// the process, or a child process, cannot write into the middle of a message.
  package convenience init(takingStandardOutput: Void) {
    let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 { StandardStreams.pointAtNothing(STDOUT_FILENO, flags: O_WRONLY) }
    self.init(descriptor: descriptor)
  }

  deinit {
    state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
  }

  /// Whether the reader has gone away.
  package var isClosed: Bool { state.withLock(\.isClosed) }

  /// Writes one message and its line feed, as one `write(2)` where the system takes it so. False once the reader has gone away.
  @discardableResult
  package func send(_ message: JSONValue) -> Bool {
    var line = message.serialized()
    line.append(0x0A)
    return state.withLock { state in
      guard !state.isClosed else { return false }
      state.isClosed = !Self.write(line, to: state.descriptor)
      return !state.isClosed
    }
  }

  private static func write(_ line: [UInt8], to descriptor: Int32) -> Bool {
    line.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #else
          let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        #endif
        if count >= 0 {
          rest = rest[(rest.startIndex + count)...]
        } else if errno == EAGAIN || errno == EWOULDBLOCK {
          // The other end made the pipe non-blocking, as Node does with its own: wait until it takes more.
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
