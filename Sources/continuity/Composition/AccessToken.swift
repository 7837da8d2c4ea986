#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The secret that the API takes. It stands in a file that only its owner can read, so that their other programs can ask too.
enum AccessToken {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The one in the file, or a new one that is in the file afterwards. A file that others can read is not used: its token may
  /// be known to them.
  static func load(path: String) throws(Failure) -> String {
    if let token = try read(path) { return token }
    let token = try make()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // Another server made it in this moment.
    if descriptor < 0, errno == EEXIST, let token = try read(path) { return token }
    guard descriptor >= 0 else { throw Failure(description: "\(path) cannot be made: \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    guard StandardStreams.write(token + "\n", to: descriptor) else {
      throw Failure(description: "\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    return token
  }

  /// Nil when there is no file, or nothing in it.
  private static func read(_ path: String) throws(Failure) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Failure(description: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw Failure(description: "\(path) can be read by others. Delete it, and a new token is made.")
    }
    let bytes: [UInt8]
    do {
      bytes = try StandardStreams.readAll(descriptor, limit: 4096)
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
    let token = String(decoding: bytes.filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
    guard token.count >= 32 else {
      throw Failure(description: "\(path) holds no token of 32 characters or more. Delete it, and a new one is made.")
    }
    return token
  }

  /// 256 bits in hexadecimal digits.
  private static func make() throws(Failure) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard getentropy(&bytes, bytes.count) == 0 else {
      throw Failure(description: "the system gives no random bytes: \(String(cString: strerror(errno)))")
    }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
