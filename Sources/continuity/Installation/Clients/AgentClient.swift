/// An agent that `init` connects: how it is found, and what is written where.
///
/// Each is one value in one file, and one line in `all`.
struct AgentClient: Sendable {
  /// As `--client` takes it.
  let name: String
  /// Other names that people may try, such as those of `continuity hook --client`.
  var aliases: [String] = []
  /// `Codex CLI`
  let title: String
  /// On the `PATH` where it is installed.
  var programs: [String] = []
  /// Files or folders that are there where it was ever used.
  let traces: @Sendable (UserPlaces) -> [String]
  let files: @Sendable (UserPlaces) -> [ClientFile]
  /// What is left for the person to do.
  var remark: String?

  static let all: [AgentClient] = [.claudeCode, .claudeDesktop, .codex, .cursor, .geminiCLI, .visualStudioCode, .copilotCLI]

  init?(named name: String) {
    guard let client = Self.all.first(where: { $0.name == name || $0.aliases.contains(name) }) else { return nil }
    self = client
  }

  init(
    name: String, aliases: [String] = [], title: String, programs: [String] = [], remark: String? = nil,
    traces: @escaping @Sendable (UserPlaces) -> [String], files: @escaping @Sendable (UserPlaces) -> [ClientFile]
  ) {
    (self.name, self.aliases, self.title, self.programs, self.remark) = (name, aliases, title, programs, remark)
    (self.traces, self.files) = (traces, files)
  }

  /// What says that it is on this machine; nil when nothing does.
  func trace(_ places: UserPlaces) -> String? {
    traces(places).first(where: LocalFile.exists) ?? programs.lazy.compactMap { Executable.onPath($0).first }.first
  }
}

/// A file of an agent that we write into.
struct ClientFile: Sendable {
  let path: String
  let parts: [any SettingsPart]
  /// A file that holds nothing but ours, and goes with it.
  var isOurs = false
}

/// Where programs keep what a user sets.
struct UserPlaces: Sendable {
  /// The user's folder, without a slash at its end.
  let home: String
  let isDarwin: Bool
  /// Looks up a variable of the environment.
  let variable: @Sendable (String) -> String?

  static var current: UserPlaces {
    #if canImport(Darwin)
      UserPlaces(home: FilePath.userFolder, isDarwin: true) { environmentValue($0) }
    #else
      UserPlaces(home: FilePath.userFolder, isDarwin: false) { environmentValue($0) }
    #endif
  }

  /// `~/.codex`, or where this variable points.
  func folder(_ name: String, movedBy variable: String) -> String {
    self.variable(variable).map { FilePath.absolute($0) } ?? "\(home)/\(name)"
  }

  /// Where desktop programs have a folder each (https://www.electronjs.org/docs/latest/api/app#appgetpathname).
  var applications: String {
    isDarwin
      ? "\(home)/Library/Application Support" : variable("XDG_CONFIG_HOME").map { FilePath.absolute($0) } ?? "\(home)/.config"
  }
}
