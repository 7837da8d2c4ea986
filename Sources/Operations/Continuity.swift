/// What this program calls itself, for every door to say the same.
package enum Continuity {
  package static let name = "continuity"
  package static let title = "Continuity"
  /// Semantic Versioning; the release is tagged with it.
  package static let version = "0.1.0"
}
