/// Where a memory came from; it decides how far it is trusted.
package struct Provenance: Hashable, Sendable {
  package enum Origin: String, CaseIterable, Sendable {
    /// A signal phrase in what the user typed.
    case signal
    /// An agent's `remember`.
    case agent
    /// A person at the command line or in the viewer.
    case user
    /// Distilled from a session's transcript.
    case extracted
    /// Brought in from another product.
    case imported
  }

  package var origin: Origin
  package var session: String?
  /// 0...1: how sure its source was.
  package var confidence: Double
  /// Which prompt of ours and which model made its words: `extraction/1 ollama/llama3.2`. Nil: rules, or who remembered it.
  package var maker: String?

  package init(origin: Origin, session: String? = nil, confidence: Double = 1, maker: String? = nil) {
    self.origin = origin
    self.session = session
    self.confidence = confidence
    self.maker = maker
  }
}
