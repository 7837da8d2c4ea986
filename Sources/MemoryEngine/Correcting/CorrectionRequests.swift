package import MemoryModel

/// A person's correction of a memory. What is nil stays as it is.
package struct EditRequest: Sendable {
  package var uri: MemoryURI
  package var content: String?
  /// The one line that lists show; nil: made from the content when that changes.
  package var abstract: String?
  package var tags: [String]?
  /// Refuses when the memory was changed after this moment: what was edited is not what stands there.
  package var unchangedSince: Timestamp?
  package init(uri: MemoryURI) { self.uri = uri }
}

package struct EditOutcome: Sendable {
  package enum Action: String, Sendable { case edited, unchanged }
  package var node: MemoryNode
  package var action: Action
  /// The revision that holds what stood there before; restoring it undoes the edit.
  package var revision: Int?
  /// How many secrets and private passages were taken out of the new text.
  package var redactions: Int
}

package struct RestoreRequest: Sendable {
  package var uri: MemoryURI
  /// Nil: takes back what was done last.
  package var revision: Int?
  package init(uri: MemoryURI) { self.uri = uri }
}

package struct RestoreOutcome: Sendable {
  package enum Action: String, Sendable {
    /// It was retracted, and stands again.
    case unretracted
    /// It says again what an earlier revision said.
    case restored
    case unchanged
  }
  package var action: Action
  package var restored: [MemoryNode]
}
