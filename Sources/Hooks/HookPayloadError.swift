import JSONValues

/// A payload that cannot be translated: what is wrong with it and what was there instead.
package struct HookPayloadError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  /// `key` is missing or is not what it has to be.
  static func missing(_ key: String, in fields: JSONObject, expected: String = "a string that is not empty") -> Self {
    let found =
      switch fields[key] {
      case nil: fields.isEmpty ? "the payload is {}" : "the payload has only " + list(fields.keys)
      case .string?: "got an empty string"
      case let value?: "got \(article(value.kind))"
      }
    return Self("the payload has to have \"\(key)\", \(expected); \(found). Is this hook wired to the right event?")
  }

  private static func article(_ kind: String) -> String {
    switch kind {
    case "null": kind
    case "array", "object", "integer": "an \(kind)"
    default: "a \(kind)"
    }
  }

  /// The first dozen: a payload with thousands of members is somebody's mistake and should not fill the screen with it.
  private static func list(_ keys: [String]) -> String {
    let shown = keys.prefix(12).joined(separator: ", ")
    return keys.count > 12 ? shown + ", … (\(keys.count) in all)" : shown
  }
}
