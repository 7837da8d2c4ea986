package import MemoryModel
package import MemoryStore

/// The use-cases of the memory, one extension a file. Doors reach it through `Operations` alone.
///
/// For one thread at a time, like the store below it: order matters here, and an actor would let another call into a running transaction.
package final class MemoryEngine {
  /// The longest content that is taken, in bytes.
  package static let maximumContentLength = 1_048_576

  package let store: MemoryStore
  package let settings: EngineSettings
  let clock: Clock
  /// Use that is noted but not written yet: an answer does not wait for it.
  var unwrittenUse = UseLog()
  /// Nil: search is by words alone.
  package let semantics: SemanticSearch?
  /// Nil where the settings want words alone; nothing of it is in memory before the first comparison.
  let meanings: Meanings?
  /// Nil: this process asks no model for anything.
  package let models: ModelDesk?

  /// - Parameters:
  ///   - embedder: called when one is needed for the first time; nil for a search by words alone.
  ///   - models: looked at when a model is needed for the first time; nil where none may be asked.
  package init(
    store: MemoryStore, settings: EngineSettings, embedder: SemanticSearch.MakeEmbedder? = nil, models: ModelSource? = nil,
    clock: @escaping Clock
  ) {
    self.store = store
    self.settings = settings
    self.clock = clock
    self.models = models.map(ModelDesk.init)
    meanings = embedder == nil ? nil : Meanings()
    semantics = embedder.map { SemanticSearch(store: store, patience: settings.questionPatience, make: $0) }
  }

  deinit { try? flushUse() }

  var now: Timestamp { clock() }

  /// Where the request under way writes down what its time goes to; nil, as usual, for nowhere.
  package var trace: Trace? {
    didSet {
      guard trace !== oldValue else { return }
      store.onStatement(trace.map { trace in { sql, took in trace.note(Trace.summary(of: sql), took: took) } })
    }
  }
}
