#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Hands out the lines of a file one at a time. Only line feeds end a line: U+2028 may stand unescaped in JSON.
///
/// Holds one block, and the beginning of a line that is longer than that. A line longer than `maximumLineLength` is dropped and
/// counted, so that a file of any size is read in bounded memory.
struct LineReader {
  /// More than the 32 MB that a request to the model may have (https://docs.anthropic.com/en/api/overview), so that no line that
  /// the client could have sent is refused.
  static let maximumLineLength = 40 << 20
  private static let blockLength = 256 << 10

  let descriptor: CInt
  /// How the file is called in an error.
  let name: String

  /// Lines dropped for their length.
  private(set) var oversized = 0
  /// Whether the file's last line, if it has any bytes, was not ended by a line feed.
  private(set) var lastLineIsOpen = false

  init(descriptor: CInt, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// Calls `body` with each line, without its line feed. The bytes are valid during the call only.
  mutating func forEachLine(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(TranscriptError) {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.blockLength)
    defer { block.deallocate() }
    var carried: [UInt8] = []
    var isDropping = false
    while true {
      let count = read(descriptor, block, Self.blockLength)
      if count < 0 {
        if errno == EINTR { continue }
        throw TranscriptError(path: name, operation: "read", code: errno)
      }
      if count == 0 { break }
      var start = 0
      while start < count {
        guard let hit = memchr(block + start, 0x0A, count - start) else { break }
        let newline = hit.assumingMemoryBound(to: UInt8.self) - block
        let piece = UnsafeBufferPointer(start: block + start, count: newline - start)
        if isDropping {
          isDropping = false
        } else if carried.isEmpty {
          body(piece)
        } else {
          carried.append(contentsOf: piece)
          carried.withUnsafeBufferPointer(body)
          // A long line's buffer is given back; the next lines are short again.
          carried.removeAll(keepingCapacity: carried.capacity <= 4 * Self.blockLength)
        }
        start = newline + 1
      }
      guard start < count, !isDropping else { continue }
      if carried.count + count - start > Self.maximumLineLength {
        oversized += 1
        isDropping = true
        carried = []
      } else {
        carried.append(contentsOf: UnsafeBufferPointer(start: block + start, count: count - start))
      }
    }
    lastLineIsOpen = !carried.isEmpty || isDropping
    if !carried.isEmpty { carried.withUnsafeBufferPointer(body) }
  }
}
