import MemoryModel
import MemoryStore

/// Erases what is purged from the copies of the store in its own folder too: a restored copy would bring it back.
struct ForgetInCopies {
  /// The copies it was in, and is not any more.
  private(set) var erased: [String] = []
  /// Those that may hold it still: they could not be read or written, or are of a newer version.
  private(set) var remaining: [String] = []

  /// - Parameter uri: a memory or a session, as `forget` takes it.
  init(_ uri: MemoryURI, _ engine: MemoryEngine) {
    for path in engine.store.copiesBeside {
      do {
        guard try MemoryStore.copy(at: path, holds: uri) else { continue }
        let copy = MemoryEngine(store: try MemoryStore.openCopy(at: path), settings: engine.settings, clock: engine.clock)
        try copy.erase(uri)
        erased.append(path)
      } catch {
        remaining.append(path)
      }
    }
  }
}
