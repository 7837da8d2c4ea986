#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where keys come from: a variable of the environment, or else a file of that name that only its owner can read.
///
/// A worker that a desktop program started knows nothing of what a shell's profile exports; the files are for it.
package struct KeySource: Sendable {
  private let variable: @Sendable (_ name: String) -> String?
  private let folder: String?

  /// - Parameters:
  ///   - variable: a variable of the environment; nil when it is not set.
  ///   - folder: where the files are, `~/.continuity/keys`; nil for none.
  package init(folder: String?, variable: @escaping @Sendable (_ name: String) -> String?) {
    self.folder = folder
    self.variable = variable
  }

  /// More is no key.
  private static let maximumLength = 4096

  /// Where the key of this name is; nil when there is none. The key itself is not looked at.
  package func place(of name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if let value = variable(name), !value.isEmpty { return name }
    guard let path = path(of: name), access(path, F_OK) == 0 else { return nil }
    return path
  }

  /// Nil when there is none of this name.
  func key(named name: String) throws(ServiceFailure) -> APIKey? {
    guard let place = place(of: name) else { return nil }
    let bytes = place == name ? Array((variable(name) ?? "").utf8) : try contents(of: place)
    let trimmed = bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
    // Anything else cannot stand in a header, and a line break there could smuggle in another one.
    guard !trimmed.isEmpty, trimmed.count <= Self.maximumLength, trimmed.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ServiceFailure(.misconfigured, "\(place) holds no key: it must be one line of printable ASCII without spaces")
    }
    return APIKey(secret: String(decoding: trimmed, as: UTF8.self), source: place)
  }

  /// The key, or an error that names where it should be.
  func requiredKey(named name: String) throws(ServiceFailure) -> APIKey {
    if let key = try key(named: name) { return key }
    guard !name.isEmpty else { throw ServiceFailure(.misconfigured, "no `api_key_env` is set") }
    throw ServiceFailure(.misconfigured, "\(name) is not set" + (path(of: name).map { " and there is no file \($0)" } ?? ""))
  }

  private func path(of name: String) -> String? {
    guard let folder, name.utf8.allSatisfy({ isalnum(Int32($0)) != 0 || $0 == UInt8(ascii: "_") }) else { return nil }
    return "\(folder)/\(name)"
  }

  private func contents(of path: String) throws(ServiceFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ServiceFailure(.misconfigured, "\(path): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ServiceFailure(.misconfigured, "\(path) is no file")
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw ServiceFailure(
        .misconfigured, "\(path) can be read by others (mode \(String(status.st_mode & 0o777, radix: 8))): chmod 600 it")
    }
    var bytes = [UInt8](repeating: 0, count: Self.maximumLength + 2)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw ServiceFailure(.misconfigured, "\(path): \(String(cString: strerror(errno)))") }
    return Array(bytes.prefix(count))
  }
}
