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
    /// `stop` became readable. The stream may have more.
    case stopped
  }

  let descriptor: Int32
  let maximumLength: Int
  /// A descriptor that becomes readable when reading is to end; nil: only the stream's own end does it.
  var stop: Int32?

  /// Hands every line to `handle`, on the new thread, and at last `.end` or `.stopped`, once. As long as `handle` does not return nothing is
  /// read, so that the sender has to wait. False if there is no thread to be had.
  func start(_ handle: @escaping @Sendable (Event) -> Void) -> Bool {
    ReaderThread.start { handle(run { handle(.line($0)) }) }
  }

  /// 64 KB: what a Linux pipe holds.
  private static let chunkSize = 65_536

  private func run(_ emit: (LineSplitter.Line) -> Void) -> Event {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
    defer { chunk.deallocate() }
    var splitter = LineSplitter(maximumLength: maximumLength)
    while true {
      var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      if let stop { waiting.append(pollfd(fd: stop, events: Int16(POLLIN), revents: 0)) }
      if poll(&waiting, nfds_t(waiting.count), -1) < 0 {
        if errno == EINTR { continue }
        break
      }
      if waiting.count > 1, waiting[1].revents != 0 { return .stopped }
      let count = read(descriptor, chunk.baseAddress, chunk.count)
      if count > 0 {
        splitter.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]), emit: emit)
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        break
      }
    }
    splitter.finish(emit: emit)
    return .end
  }
}
