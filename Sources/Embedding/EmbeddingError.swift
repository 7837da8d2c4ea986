/// Why there are no vectors. Search goes on with words, and says so.
package struct EmbeddingError: Error, Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// It cannot be asked as it is configured: no key, a bad address, a file that is not there.
    case misconfigured
    /// Nothing answers at its address.
    case unreachable
    /// It did not answer before the deadline.
    case timedOut
    /// It is busy, or its own limit is reached.
    case overloaded
    /// It does not take the request: wrong key, unknown model, a text that is too long.
    case refused
    /// It answered something that is no vector, or not one that fits the others.
    case unusable
    /// It failed before and is not asked again yet.
    case suspended
  }

  package var kind: Kind
  /// `ollama (nomic-embed-text at http://localhost:11434)`
  package var embedder: String
  /// What failed, on which value.
  package var reason: String
  /// A whole sentence: what to do about it. Empty where there is nothing but to wait.
  package var remedy: String
  /// When to ask again, where that is known: the service said so, or it is being spared.
  package var retryAfter: Duration?

  package init(_ kind: Kind, embedder: String, reason: String, remedy: String = "", retryAfter: Duration? = nil) {
    self.kind = kind
    self.embedder = embedder
    self.reason = reason
    self.remedy = remedy
    self.retryAfter = retryAfter
  }
}

extension EmbeddingError: CustomStringConvertible {
  package var description: String { "\(embedder): \(reason)" + (remedy.isEmpty ? "" : ". \(remedy)") }
}
