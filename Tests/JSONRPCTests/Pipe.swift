#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A pipe. What is left open is closed with the process: the far end may still be in use by a connection's thread.
final class Pipe: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { fatalError("the system gives no pipe: errno \(errno)") }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// Blocks until the other side has taken it all.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(writeEnd, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func closeWriteEnd() { close(writeEnd) }
  func closeReadEnd() { close(readEnd) }

  /// Blocks until there is one; false at the end.
  @discardableResult
  func readByte() -> Bool {
    var byte: UInt8 = 0
    return read(readEnd, &byte, 1) == 1
  }

  /// The next line without its line feed; nil at the end.
  func readLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(readEnd, &byte, 1) == 1 {
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
