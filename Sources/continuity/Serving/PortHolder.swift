#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Who listens on a port already. Linux tells everybody's listeners, and which of the user's own processes they belong to.
struct PortHolder: CustomStringConvertible {
  let process: Int32
  /// Its command line.
  let command: String

  /// `process 4711 (continuity serve)`
  var description: String { "process \(process) (\(command.isEmpty ? "which tells no name" : command))" }

  var isContinuity: Bool {
    let words = command.split(separator: " ")
    return words.first?.split(separator: "/").last == "continuity" && words.contains("serve")
  }

  /// Nil where it cannot be told: another user's process, or another system.
  static func find(port: Int) -> PortHolder? {
    let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(in: $0, port: port) })
    guard !sockets.isEmpty else { return nil }
    for entry in LocalFile.names(in: "/proc") {
      guard let process = Int32(entry), holds(sockets, process: process) else { continue }
      let bytes = (try? LocalFile.contents(of: "/proc/\(entry)/cmdline", limit: 65_536)) ?? []
      let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return PortHolder(process: process, command: words.prefix(4).joined(separator: " "))
    }
    return nil
  }

  /// The inodes of the sockets that listen on `port`: `sl local_address rem_address st … inode`, in hexadecimal (proc(5)).
  private static func listeners(in path: String, port: Int) -> [String] {
    guard let bytes = try? LocalFile.contents(of: path, limit: 16 * 1_048_576) else { return [] }
    let wanted = String(port, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: max(0, 4 - wanted.count)) + wanted
    return bytes.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      // 0A is LISTEN.
      guard fields.count > 9, fields[1].hasSuffix(suffix), fields[3] == "0A" else { return nil }
      return String(fields[9])
    }
  }

  private static func holds(_ sockets: Set<String>, process: Int32) -> Bool {
    let folder = "/proc/\(process)/fd"
    return LocalFile.names(in: folder).contains { name in
      var buffer = [CChar](repeating: 0, count: 64)
      let count = readlink("\(folder)/\(name)", &buffer, buffer.count - 1)
      guard count > 0 else { return false }
      let target = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return target.hasPrefix("socket:[") && sockets.contains(String(target.dropFirst("socket:[".count).dropLast()))
    }
  }
}
