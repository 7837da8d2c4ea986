import MemoryStore

/// Whether every setting is understood.
enum SettingsCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let configuration = composition.configuration
    guard configuration.problems.isEmpty else {
      return configuration.problems.map {
        .problem(
          "Settings", $0.description, remedy: "`continuity config` shows what is in force; defaults stand in for what is wrong.")
      }
    }
    let changed = configuration.sources.count
    let path = FilePath.abbreviated(composition.home.configuration)
    return [
      .good(
        "Settings",
        changed == 0
          ? "all defaults (\(path) changes them)" : "\(changed) of \(SettingKey.all.count) set, in \(path) or the environment")
    ]
  }
}
