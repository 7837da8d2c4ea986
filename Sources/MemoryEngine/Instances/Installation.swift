import JSONValues
package import MemoryModel
package import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Who this is, to other installations: one home on one machine.
///
/// It stands in a file beside the store and not in it, so that a store that is copied or put back from a backup is not taken for the one
/// that it was copied from. A home that was copied whole to another machine is told by the machine's own id, and gets a name of its own.
package struct Installation: Hashable, Sendable {
  /// `laptop-1x9f0c2k4b7qz`: letters, digits and `-`, at most 64 bytes.
  package var id: String
  package var host: String
  package var since: Timestamp

  /// The one of this home; made when it is asked for the first time.
  ///
  /// - Throws: `StoreError.cannotCreate` when it can neither be read nor made.
  package static func of(_ home: StoreHome, at moment: Timestamp) throws -> Installation {
    let path = home.path + "/installation.json"
    let machine = machineMark
    if let known = read(path, machine: machine) { return known }
    try home.create()
    let host = hostName
    let made = Installation(
      id: "\(Slug.make(host, limit: 40).filter { $0.isASCII && $0 != "_" })-\(PrivateFile.randomName)", host: host, since: moment)
    let isThere = access(path, F_OK) == 0
    let descriptor = PrivateFile.write(made.json(machine: machine).text + "\n", to: path, isNew: !isThere)
    let code = errno
    if let descriptor { close(descriptor) }
    // Another process may have been first.
    guard let installation = read(path, machine: machine) else {
      throw StoreError.cannotCreate(path: path, errno: code)
    }
    return installation
  }

  private func json(machine: String) -> JSONValue {
    ["id": .string(id), "host": .string(host), "since": .string(since.iso8601), "machine": .string(machine)]
  }

  private static func read(_ path: String, machine: String) -> Installation? {
    guard let json = PrivateFile.contents(of: path).flatMap({ try? JSONValue(parsing: $0) }), let id = json["id"]?.string,
      isName(id), let since = json["since"]?.string.flatMap(Timestamp.init(iso8601:)), json["machine"]?.string == machine
    else { return nil }
    return Installation(id: id, host: json["host"]?.string ?? "", since: since)
  }

  private static func isName(_ id: String) -> Bool {
    (1...64).contains(id.utf8.count)
      && id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "host" }
    let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(name.prefix { $0 != "." })
  }

  /// Of the machine's own id (https://www.freedesktop.org/software/systemd/man/latest/machine-id.html), which is not to be given away itself.
  /// Empty where there is none, as in many containers: then every machine is this one.
  private static var machineMark: String {
    #if os(macOS)
      var bytes = [UInt8](repeating: 0, count: 16)
      var wait = timespec(tv_sec: 1, tv_nsec: 0)
      guard gethostuuid(&bytes, &wait) == 0 else { return "" }
      let id = bytes.map { String($0, radix: 16) }.joined(separator: ":")
    #else
      let id = trimmed(PrivateFile.contents(of: "/etc/machine-id") ?? "")
    #endif
    return id.isEmpty ? "" : Fingerprint.content("continuity " + id)
  }
}
