import JSONValues
import MemoryModel

/// A JSON file of another program, changed with care: shown first, copied first, and only if nobody changed it meanwhile.
struct SettingsFile {
  let path: String
  /// Empty when there is no file yet.
  let before: JSONObject
  private let text: String

  /// Claude Code's state grows with its history; more than this is something else.
  private static let maximumLength = 64 * 1_048_576

  init(path: String) throws {
    let bytes = try LocalFile.contents(of: path, limit: Self.maximumLength) ?? []
    self.path = path
    text = String(decoding: bytes, as: UTF8.self)
    if text.allSatisfy(\.isWhitespace) {
      before = JSONObject()
      return
    }
    do {
      guard case .object(let object) = try JSONValue(parsing: bytes) else {
        throw CommandFailure("\(path) is not a JSON object; left as it is.")
      }
      before = object
    } catch let error as JSONParseError {
      throw CommandFailure("\(path) is \(error). It was left as it is: mend it, then try again.")
    }
  }

  /// Nothing when `after` says the same.
  func difference(to after: JSONObject) -> [LineDiff.Line] {
    guard after != before else { return [] }
    return LineDiff.lines(from: text, to: written(after))
  }

  /// Returns where the copy of the old file is; nil when there was none.
  func replace(with after: JSONObject, backups: String, now: Timestamp) throws -> String? {
    let present = try LocalFile.contents(of: path, limit: Self.maximumLength)
    guard String(decoding: present ?? [], as: UTF8.self) == text else {
      throw CommandFailure("\(path) was changed by another program meanwhile. Nothing was written: try again.")
    }
    var copy: String?
    if present != nil {
      try LocalFile.createDirectory(backups)
      let name = path.split(separator: "/").last.map { String($0.drop { $0 == "." }) } ?? "settings.json"
      let stamp = now.iso8601.filter { $0.isNumber }
      let path = "\(backups)/claude-\(name).\(stamp)"
      try LocalFile.replace(path, with: text)
      copy = path
    } else if let slash = path.lastIndex(of: "/") {
      try LocalFile.createDirectory(String(path[..<slash]))
    }
    try LocalFile.replace(path, with: written(after))
    return copy
  }

  private func written(_ object: JSONObject) -> String { JSONValue.object(object).prettyText + "\n" }
}
