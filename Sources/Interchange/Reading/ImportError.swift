/// Why a source cannot be read, or not to its end.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  package let reason: String

  init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path) \(reason)" }
}
