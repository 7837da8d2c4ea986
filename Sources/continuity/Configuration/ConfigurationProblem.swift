/// Something in `config.toml` or in the environment that cannot be used, where it stands, and what to write instead.
struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or the name of an environment variable.
  var source: String
  /// Counted from 1; nil for the environment.
  var position: Position?
  var message: String
  var concern: Concern

  /// What may not be as its writer meant it.
  enum Concern: Hashable, Sendable {
    /// The keys of one section, `capture`.
    case section(String)
    /// Any key: the file cannot be read, or a line of it cannot be placed.
    case everything
    /// Nothing: a variable that begins with our name and may be another program's.
    case nothing
  }

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
