#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads lines from a descriptor on a thread of its own.
struct LineReader: Sendable {
  enum Event: Sendable {
    case line(LineSplitter.Line)
    /// Nothing more will come: the stream has ended or failed.
    case end
  }

  let descriptor: Int32
  let maximumLength: Int

  /// Hands every line to `handle`, on the new thread, and at last `.end`, once. As long as `handle` does not return nothing is
  /// read, so that the sender has to wait. False if there is no thread to be had.
  func start(_ handle: @escaping @Sendable (Event) -> Void) -> Bool {
    DetachedThread.start {
      run { handle(.line($0)) }
      handle(.end)
    }
  }

  /// 64 KB: what a Linux pipe holds.
  private static let chunkSize = 65_536

  private func run(_ emit: (LineSplitter.Line) -> Void) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
    defer { chunk.deallocate() }
    var splitter = LineSplitter(maximumLength: maximumLength)
    while true {
      let count = read(descriptor, chunk.baseAddress, chunk.count)
      if count > 0 {
        splitter.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]), emit: emit)
      } else if count < 0, errno == EAGAIN {
        // The other end made the pipe non-blocking, as Node does with its own.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    splitter.finish(emit: emit)
  }
}
