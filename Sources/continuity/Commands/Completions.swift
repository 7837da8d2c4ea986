import ArgumentParser
import MemoryModel
import MemoryStore
import Operations

/// What a shell offers when TAB is pressed, besides the options: `continuity --generate-completion-script zsh|bash|fish`.
extension CompletionKind {
  static var categories: CompletionKind { .list(Category.allCases.map(\.rawValue)) }

  /// Addresses of memories that begin with what is typed, from the store in `CONTINUITY_HOME`.
  static var addresses: CompletionKind {
    .custom { _, _, typed in
      let home = StoreHome.resolve()
      // Pressing TAB does not make a store.
      guard LocalFile.exists(home.database) else { return [] }
      let prefix = MemoryURI.scheme.hasPrefix(typed) ? MemoryURI.scheme : typed
      return Composition(home: home).makeDispatcher(for: .atCommandLine(), door: .cli).completeURI(prefix: prefix, limit: 200)
    }
  }
}
