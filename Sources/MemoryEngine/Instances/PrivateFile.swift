#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Small files beside the store that processes leave to one another: read whole, written whole or not at all, for their owner alone.
enum PrivateFile {
  /// More than any of them has.
  private static let limit = 65_536

  /// Nil when there is none, or one that cannot be read.
  static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var filled = 0
    while filled < limit {
      let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: filled), limit - filled) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    return String(decoding: bytes[..<filled], as: UTF8.self)
  }

  /// Through a file beside it and a rename; nil, with `errno`, where that fails. `isNew`: nothing is replaced; false when there was one.
  ///
  /// - Parameter beforeNaming: runs on the open file before anybody can see it.
  static func write(
    _ text: String, to path: String, isNew: Bool = false, beforeNaming: (Int32) -> Bool = { _ in true }
  ) -> Int32? {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
    let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    let bytes = Array(text.utf8)
    // What is this small is written at once.
    let isWritten = bytes.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) } == bytes.count
    let isNamed = isWritten && beforeNaming(descriptor) && (isNew ? link(temporary, path) : rename(temporary, path)) == 0
    let code = errno
    if !isNamed || isNew { unlink(temporary) }
    guard isNamed else {
      close(descriptor)
      errno = code
      return nil
    }
    return descriptor
  }

  /// In order.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// A name that nobody else draws: 13 letters and digits.
  static var randomName: String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 36)
    return String(repeating: "0", count: max(0, 13 - digits.count)) + digits
  }

  private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}
