import MemoryStore

/// A search index that does not say what the memories say.
package enum IndexFault: Hashable, Sendable, CustomStringConvertible {
  /// The index of words: passages that it does not have, entries whose passage is gone.
  case words(missing: Int, extra: Int)
  /// How many passages a project has was counted wrongly.
  case counts
  /// Vectors that should stand in lists and do not.
  case lists(embedder: Int64, missing: Int)

  package var description: String {
    switch self {
    case .words(let missing, let extra):
      "the index of words is stale: \(missing) passages are not in it, \(extra) of its entries have no passage"
    case .counts: "the index of words is stale: its counts of passages are wrong"
    case .lists(_, let missing): "the index of meanings is stale: \(missing) vectors stand in none of its lists"
    }
  }
}

extension MemoryEngine {
  /// Empty when searches see everything. Reads ids, no text.
  package func indexFaults() throws -> [IndexFault] {
    try store.read {
      var faults: [IndexFault] = []
      let drift = try store.wordIndexDrift()
      if drift.missing > 0 || drift.extra > 0 { faults.append(.words(missing: drift.missing, extra: drift.extra)) }
      if faults.isEmpty, try store.isPassageCountOff() { faults.append(.counts) }
      for embedder in try store.embedders() {
        guard let state = try store.vectorState(of: embedder.number) else { continue }
        if let missing = try store.vectorsMissingFromLists(of: state), missing > 0 {
          faults.append(.lists(embedder: embedder.number, missing: missing))
        }
      }
      return faults
    }
  }

  /// Makes stale indexes anew from what they are derived from. Searches wait for the words; the lists of vectors are made by the worker,
  /// and until then every vector is looked at.
  package func repair(_ faults: [IndexFault]) throws {
    for fault in faults {
      switch fault {
      case .words, .counts: try store.write { try store.rebuildWordIndex() }
      case .lists(let embedder, _):
        try store.write {
          try store.dropVectorIndex(of: embedder)
          try enqueueVectorIndexWhenDue(of: embedder)
        }
      }
    }
  }
}
