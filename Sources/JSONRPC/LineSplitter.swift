#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Cuts a stream of bytes into lines: at LF, without the CR before it, without blank ones.
struct LineSplitter {
  enum Line: Hashable, Sendable {
    case text([UInt8])
    /// A line that was longer than the maximum. It was not kept; its ends were, because they tell whose it was.
    case tooLong(OverlongLine)
  }

  let maximumLength: Int
  private var partial: [UInt8] = []
  private var overlong: OverlongLine?

  init(maximumLength: Int) { self.maximumLength = maximumLength }

  /// Takes the next bytes of the stream and emits each line that ends in them.
  mutating func append(_ chunk: UnsafeRawBufferPointer, emit: (Line) -> Void) {
    guard var rest = chunk.baseAddress else { return }
    let end = rest + chunk.count
    while rest < end {
      guard let lineFeed = memchr(rest, 0x0A, end - rest) else {
        take(UnsafeRawBufferPointer(start: rest, count: end - rest))
        return
      }
      take(UnsafeRawBufferPointer(start: rest, count: UnsafeRawPointer(lineFeed) - rest))
      endLine(emit)
      rest = UnsafeRawPointer(lineFeed) + 1
    }
  }

  /// The stream has ended: what stands there without a line feed is a line too.
  mutating func finish(emit: (Line) -> Void) { endLine(emit) }

  private mutating func take(_ bytes: UnsafeRawBufferPointer) {
    if overlong != nil {
      overlong?.append(bytes)
    } else if partial.count + bytes.count <= maximumLength {
      partial.append(contentsOf: bytes)
    } else {
      var line = OverlongLine()
      partial.withUnsafeBytes { line.append($0) }
      line.append(bytes)
      overlong = line
      partial = []
    }
  }

  private mutating func endLine(_ emit: (Line) -> Void) {
    if let line = overlong {
      overlong = nil
      return emit(.tooLong(line))
    }
    // The array goes to the receiver and a new one is begun: a long line's memory is not held for the next one.
    var line = partial
    partial = []
    if line.last == 0x0D { line.removeLast() }
    if line.contains(where: { $0 != 0x20 && $0 != 0x09 }) { emit(.text(line)) }
  }
}
