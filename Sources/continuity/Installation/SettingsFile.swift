import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of another program, changed with care: shown first, copied first, and only if nobody changed it meanwhile.
struct SettingsFile {
  let path: String
  /// Empty when there is no file yet.
  let text: String
  let exists: Bool

  /// Claude Code's state grows with its history; more than this is something else.
  private static let maximumLength = 64 * 1_048_576

  init(path: String) throws {
    let bytes = try LocalFile.contents(of: path, limit: Self.maximumLength)
    guard let text = String(validating: bytes ?? [], as: UTF8.self) else {
      throw CommandFailure("\(path) is not UTF-8 text. It was left as it is.")
    }
    self.path = path
    self.text = text
    exists = bytes != nil
  }

  /// Nothing when `after` says the same.
  ///
  /// - Parameter after: nil when the file is to go.
  func difference(to after: String?) -> [LineDiff.Line] { LineDiff.lines(from: text, to: after ?? "") }

  /// Why it cannot be changed, before anything else is; nil when it can.
  var obstacle: String? {
    guard exists, let mode = LocalFile.mode(of: path) else { return nil }
    // A rename beside it would get round the mode, but somebody set it.
    return mode & 0o200 == 0 ? "\(path) is read-only. It was left as it is: `chmod u+w` it first if it is to be changed." : nil
  }

  /// Returns where the copy of the old file is; nil when there was none.
  ///
  /// - Parameters:
  ///   - after: nil deletes the file.
  ///   - client: whose file it is, for the copy's name.
  func replace(with after: String?, client: String, backups: String, now: Timestamp) throws -> String? {
    let present = try LocalFile.contents(of: path, limit: Self.maximumLength)
    guard Array(text.utf8) == present ?? [], exists == (present != nil) else {
      throw CommandFailure("\(path) was changed by another program meanwhile. Nothing was written: try again.")
    }
    if let obstacle { throw CommandFailure(obstacle) }
    var copy: String?
    if exists {
      try LocalFile.createDirectory(backups)
      let name = path.split(separator: "/").last.map { String($0.drop { $0 == "." }) } ?? "settings"
      let stamp = now.iso8601.filter { $0.isNumber }
      let path = "\(backups)/\(client)-\(name).\(stamp)"
      try LocalFile.replace(path, with: text)
      copy = path
    } else if let slash = path.lastIndex(of: "/") {
      try LocalFile.createDirectory(String(path[..<slash]))
    }
    if let after {
      try LocalFile.replace(path, with: after)
    } else if unlink(path) != 0 {
      throw CommandFailure("\(path) cannot be deleted: \(String(cString: strerror(errno)))")
    }
    return copy
  }
}
