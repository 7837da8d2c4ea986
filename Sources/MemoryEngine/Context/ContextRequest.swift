package import MemoryModel

/// What is to be injected at the start of a session.
package struct ContextRequest: Sendable {
  package var workingDirectory: String?
  package var session: String?
  package var source: String?
  package var project: String?
  /// 1...100,000 tokens; nil: the configuration's.
  package var budgetTokens: Int?
  /// Does not log what was injected.
  package var preview: Bool = false
  package init() {}
}

package struct ContextOutcome: Sendable {
  package struct Section: Sendable {
    package var title: String
    package var tokens: Int
    package var lines: [Line]
    package var uris: [MemoryURI] { lines.map(\.uri) }
  }

  /// One memory in it, or one that is not.
  package struct Line: Sendable {
    package var uri: MemoryURI
    /// As it stands in the markdown; of one that was left out its abstract.
    package var text: String
    package var tokens: Int
    /// Why it is there, in words for a person.
    package var reason: String
  }
  /// At most 10,000 UTF-16 units: more is cut to a preview by the client. Empty when there is nothing to say.
  package var markdown: String
  package var tokens: Int
  package var sections: [Section]
  /// What was offered and did not fit, the most wanted first.
  package var leftOut: [Line] = []
  package var budgetTokens: Int
  package var project: String?
  package var uris: [MemoryURI] { sections.flatMap(\.uris) }
}
