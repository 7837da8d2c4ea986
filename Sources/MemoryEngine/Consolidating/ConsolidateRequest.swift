package import MemoryModel

package struct ConsolidateRequest: Sendable {
  /// Only this project's memories; nil: all of them, each project by itself.
  package var project: String?
  /// Finds out and writes nothing. No model is asked.
  package var isTrial = false

  package init() {}
}

/// What a consolidation did, or would do.
package struct ConsolidateOutcome: Sendable {
  /// Memories that are one.
  package struct Group: Sendable {
    /// The one that stands.
    package var kept: MemoryNode
    /// What it says from now on; nil: what it said.
    package var abstract: String?
    /// Those that it stands for: their validity is closed, and they name it.
    package var taken: [MemoryNode]
  }

  package var groups: [Group] = []
  /// Pairs that may be one and were left alone.
  package var unclear: [(MemoryURI, MemoryURI)] = []
}

package struct ConsolidateUndoOutcome: Sendable {
  /// When the run was that was taken back; nil: there is none.
  package var at: Timestamp?
  /// What stands again as it did.
  package var restored: [MemoryURI] = []
  /// What was changed since, and was left as it is.
  package var left: [MemoryURI] = []
}
