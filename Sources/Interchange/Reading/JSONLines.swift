import JSONValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The values of a file that has one JSON value a line.
enum JSONLines {
  /// As long as a line of ours can be: a memory of 1 MB with its revisions, with room to spare.
  static let maximumLineLength = 64 << 20

  enum Line {
    case value(JSONValue, number: Int)
    case broken(number: Int, reason: String)
  }

  /// Calls `body` with each line that is not blank. Holds one block and one line.
  static func forEach(in path: String, _ body: (Line) throws -> Void) throws {
    let source = try ByteSource(path: path)
    var carried: [UInt8] = []
    var isDropping = false
    var number = 0
    func end(_ bytes: UnsafeBufferPointer<UInt8>) throws {
      number += 1
      if isDropping {
        isDropping = false
        return try body(.broken(number: number, reason: "the line is longer than \(maximumLineLength) bytes"))
      }
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      let line: Line
      do throws(JSONParseError) {
        line = .value(try JSONValue(parsing: bytes), number: number)
      } catch {
        line = .broken(number: number, reason: error.description)
      }
      try body(line)
    }
    while true {
      let block = try source.next()
      guard let base = block.baseAddress, !block.isEmpty else { break }
      var start = 0
      while start < block.count, let hit = memchr(base + start, 0x0A, block.count - start) {
        let newline = hit.assumingMemoryBound(to: UInt8.self) - UnsafeMutablePointer(mutating: base)
        let piece = UnsafeBufferPointer(rebasing: block[start..<newline])
        if carried.isEmpty {
          try end(piece)
        } else {
          carried.append(contentsOf: piece)
          try carried.withUnsafeBufferPointer(end)
          // A long line's buffer is given back; the next ones are short again.
          carried.removeAll(keepingCapacity: carried.capacity < 1 << 20)
        }
        start = newline + 1
      }
      guard start < block.count, !isDropping else { continue }
      if carried.count + block.count - start > maximumLineLength {
        isDropping = true
        carried = []
      } else {
        carried.append(contentsOf: block[start...])
      }
    }
    if !carried.isEmpty || isDropping { try carried.withUnsafeBufferPointer(end) }
  }
}
