/// The released versions of the Model Context Protocol, oldest first (https://modelcontextprotocol.io/specification/versioning).
package enum ProtocolVersion: String, CaseIterable, Comparable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  /// Without a handshake: every request says its version itself.
  case july2026 = "2026-07-28"

  package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool { left.rawValue < right.rawValue }

  /// Newest first, as `server/discover` lists them.
  static var supported: [ProtocolVersion] { allCases.reversed() }

  /// The answer to `initialize`: what the client asks for if that has a handshake at all, else the newest that has one. Never 2026-07-28:
  /// a client that reads it there goes on in a way that neither era knows.
  static func negotiated(_ requested: String) -> ProtocolVersion {
    let known = ProtocolVersion(rawValue: requested)
    return known.flatMap { $0.hasHandshake ? $0 : nil } ?? .november2025
  }

  var hasHandshake: Bool { self < .july2026 }
  /// Arrays of messages: came with 2025-03-26 and went with the next one.
  var hasBatches: Bool { self == .march2025 }
}
