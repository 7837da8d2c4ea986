import MemoryStore

/// The settings in force and where each came from.
struct Configuration: Sendable {
  var settings = Settings()
  /// By the key's path; a key that is not here has its default.
  private(set) var sources: [String: Source] = [:]
  private(set) var problems: [ConfigurationProblem] = []

  enum Source: Hashable, Sendable {
    case file(line: Int)
    case environment(variable: String)
  }

  /// The names of our variables that are no settings.
  static let reservedVariables = [
    "CONTINUITY_HOME", "CONTINUITY_INTERNAL", "CONTINUITY_PROJECT", "CONTINUITY_CLIENT", SyncPassphrase.variable,
    SyncPassphrase.formerVariable,
  ]

  /// A settings file is a page or two; more is a mistake.
  static let maximumFileLength = 1_048_576

  /// Defaults, then the file, then the environment. Costs next to nothing where neither says anything: a hook asks every time.
  static func load(home: StoreHome) -> Configuration {
    var configuration = Configuration()
    do {
      if let bytes = try LocalFile.contents(of: home.configuration, limit: maximumFileLength) {
        configuration.apply(file: bytes, named: home.configuration)
      }
    } catch {
      configuration.report(home.configuration, nil, "cannot be read: \(error.reason)", .everything)
    }
    let variables = Environment.variables(withPrefix: "CONTINUITY_").filter { !reservedVariables.contains($0.name) }
    if !variables.isEmpty { configuration.apply(environment: variables) }
    return configuration
  }

  mutating func apply(file bytes: [UInt8], named name: String) {
    let reader = TOMLReader.read(bytes, source: name)
    problems += reader.problems
    for entry in reader.entries {
      let path = entry.path.joined(separator: ".")
      guard let key = SettingKey.all.first(where: { $0.path == path }) else {
        let (message, section) = Self.unknown(entry.path)
        report(name, entry.position, message, .section(section))
        continue
      }
      if let wrong = key.set(entry.value, in: &settings) {
        report(name, entry.valuePosition, wrong, .section(entry.path.first ?? ""))
      } else {
        sources[path] = .file(line: entry.position.line)
      }
    }
    problems.sort { ($0.position?.line ?? 0, $0.position?.column ?? 0) < ($1.position?.line ?? 0, $1.position?.column ?? 0) }
  }

  mutating func apply(environment variables: [(name: String, value: String)]) {
    for (name, value) in variables {
      guard let key = SettingKey.all.first(where: { $0.environmentVariable == name }) else {
        let near = Nearest.word(to: name, among: SettingKey.all.map(\.environmentVariable)).map { "; did you mean \($0)?" } ?? ""
        report(name, nil, "is no setting of Continuity\(near)", .nothing)
        continue
      }
      if let wrong = key.set(key.value(fromEnvironment: value), in: &settings) {
        report(name, nil, wrong, .section(String(key.section.prefix { $0 != "." })))
      } else {
        sources[key.path] = .environment(variable: name)
      }
    }
  }

  /// Problems that leave open what may be recorded. Where privacy is in doubt nothing is recorded.
  var captureProblems: [ConfigurationProblem] { problems.filter { $0.concern == .section("capture") || $0.concern == .everything } }

  private mutating func report(
    _ source: String, _ position: ConfigurationProblem.Position?, _ message: String, _ concern: ConfigurationProblem.Concern
  ) {
    problems.append(ConfigurationProblem(source: source, position: position, message: message, concern: concern))
  }

  /// What to say about a key that there is not, and the section that was probably meant: `enabled` under `[captur]` is about capture.
  private static func unknown(_ path: [String]) -> (message: String, section: String) {
    let joined = path.joined(separator: ".")
    if let near = Nearest.word(to: joined, among: SettingKey.all.map(\.path)) {
      return ("`\(joined)` is no setting; did you mean `\(near)`?", String(near.prefix { $0 != "." }))
    }
    if let same = SettingKey.all.first(where: { $0.name == path.last }) {
      return ("`\(joined)` is no setting; `\(same.name)` stands in [\(same.section)]", String(same.section.prefix { $0 != "." }))
    }
    return ("`\(joined)` is no setting; `continuity config` lists all of them", path.first ?? "")
  }
}
