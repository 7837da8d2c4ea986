package import MemoryModel

/// A prompt to which what is remembered may be added.
package struct RecallRequest: Sendable {
  package var prompt: String
  package var workingDirectory: String?
  package var session: String?
  package var project: String?
  /// Does not log what was recalled, and recalls again what the session was told already.
  package var preview: Bool = false

  package init(prompt: String) { self.prompt = prompt }
}

package struct RecallOutcome: Sendable {
  package struct Item: Sendable {
    package var node: MemoryNode
    /// How likely it is to help, 0...1.
    package var confidence: Double
  }

  package var items: [Item]
  /// Empty when there is nothing to say.
  package var markdown: String
}
