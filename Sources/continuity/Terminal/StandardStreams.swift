#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading and writing the three standard streams, whole, without buffers of our own.
enum StandardStreams {
  static let input: Int32 = 0
  static let output: Int32 = 1
  static let error: Int32 = 2

  /// False when the other end is gone or the disk is full.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32 = output) -> Bool {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  @discardableResult
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Darwin)
        let written = Darwin.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #elseif canImport(Musl)
        let written = Musl.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #else
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #endif
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written < 0, canGoOn(descriptor, waitingFor: POLLOUT) {
        continue
      } else {
        return false
      }
    }
    return true
  }

  /// After a call that failed: whether it may be tried again. The other end of a pipe may have made it non-blocking, as Node does.
  private static func canGoOn(_ descriptor: Int32, waitingFor event: Int32) -> Bool {
    if errno == EINTR { return true }
    guard errno == EAGAIN || errno == EWOULDBLOCK else { return false }
    var waiting = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&waiting, 1, -1) >= 0 || errno == EINTR
  }

  /// Everything up to the end of `descriptor`.
  static func readAll(_ descriptor: Int32, limit: Int) throws(InputError) -> [UInt8] {
    // A hook's payload is a kilobyte or two: one page serves nearly all of them, and doubling serves the rest.
    var bytes = [UInt8](repeating: 0, count: 16_384)
    var count = 0
    while true {
      if count == bytes.count {
        guard count < limit else { throw .tooLong(limit: limit) }
        bytes.append(contentsOf: repeatElement(0, count: min(count, limit + 1 - count)))
      }
      let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count) }
      if got > 0 {
        count += got
      } else if got == 0 {
        guard count <= limit else { throw .tooLong(limit: limit) }
        bytes.removeLast(bytes.count - count)
        return bytes
      } else if !canGoOn(descriptor, waitingFor: POLLIN) {
        throw .unreadable(reason: String(cString: strerror(errno)))
      }
    }
  }
}

enum InputError: Error, CustomStringConvertible {
  case tooLong(limit: Int)
  case unreadable(reason: String)

  var description: String {
    switch self {
    case .tooLong(let limit): "the input is longer than \(limit) bytes, the most that is taken"
    case .unreadable(let reason): "the input cannot be read: \(reason)"
    }
  }
}
