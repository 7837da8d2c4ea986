/// Something in `config.toml` or in the environment that cannot be used, where it stands, and what to write instead.
struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or the name of an environment variable.
  var source: String
  /// Counted from 1; nil for the environment.
  var position: Position?
  var message: String
  /// The section that it concerns, `capture`; nil when the line could not even be placed.
  var section: String?

  struct Position: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  /// `/home/me/.continuity/config.toml:12:9: …`, which editors and terminals turn into a link.
  var description: String {
    guard let position else { return "\(source): \(message)" }
    return "\(source):\(position.line):\(position.column): \(message)"
  }
}
