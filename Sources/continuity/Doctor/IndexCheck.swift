import MemoryEngine
import MemoryStore

/// Whether searches see every memory.
enum IndexCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    guard LocalFile.exists(composition.home.database) else { return [] }
    do {
      let faults = try composition.openEngine().indexFaults()
      guard faults.isEmpty else {
        return faults.map { .problem("Index", "\($0)", remedy: "`continuity doctor --fix` makes it anew from the memories.") }
      }
      return [.good("Index", "says what the memories say")]
    } catch {
      // The store's own check says it better.
      return []
    }
  }

  static func fix(_ composition: Composition) throws -> [String] {
    guard LocalFile.exists(composition.home.database) else { return [] }
    let engine = try composition.openEngine()
    let faults = try engine.indexFaults()
    try engine.repair(faults)
    return faults.map { "Index: made anew (\($0))" }
  }
}
