/// A part of a request, as a collector is told of it.
package struct ExportedSpan: Hashable, Sendable {
  package var name: String
  /// 0 for the request itself, which comes before its parts.
  package var depth: Int
  /// Nanoseconds since the epoch.
  package var began: Int64
  /// Nanoseconds.
  package var took: Int64
  package var attributes: [String: String]
  /// Nil when it went well.
  package var failure: String?

  package init(name: String, depth: Int, began: Int64, took: Int64, attributes: [String: String] = [:], failure: String? = nil) {
    self.name = name
    self.depth = depth
    self.began = began
    self.took = took
    self.attributes = attributes
    self.failure = failure
  }
}
