/// Text that is not JSON: where it stops being so, and what would have been right there.
package struct JSONParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Bytes from the beginning, counted from 0.
  package let offset: Int
  /// `expected "," or "}" after a member, found "x"`
  package let reason: String

  package init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }

  package var description: String { "not JSON at byte \(offset): \(reason)" }
}
