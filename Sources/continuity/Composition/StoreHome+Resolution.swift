import MemoryStore

extension StoreHome {
  /// `--home`, else `CONTINUITY_HOME`, else `~/.continuity`; absolute. Nothing is created.
  static func resolve(option: String? = nil) -> StoreHome {
    let chosen = option.flatMap { $0.isEmpty ? nil : $0 } ?? environmentValue("CONTINUITY_HOME") ?? "~/.continuity"
    return StoreHome(path: FilePath.absolute(chosen))
  }
}
