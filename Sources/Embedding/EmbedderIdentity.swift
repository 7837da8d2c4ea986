/// Which embedder made a vector: `backend:model:dimensions:version`. Vectors of different identities are never compared.
package struct EmbedderIdentity: Hashable, Sendable, CustomStringConvertible {
  package let backend: String
  /// May itself hold colons, as Ollama's names do.
  package let model: String
  package let dimensions: Int
  package let version: String

  package init(backend: String, model: String, dimensions: Int, version: String) {
    self.backend = backend
    self.model = model
    self.dimensions = dimensions
    self.version = version
  }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4, let dimensions = Int(parts[parts.count - 2]), dimensions > 0, !parts.contains("") else { return nil }
    self.init(
      backend: parts[0], model: parts[1..<(parts.count - 2)].joined(separator: ":"), dimensions: dimensions,
      version: parts[parts.count - 1])
  }

  package var description: String { "\(backend):\(model):\(dimensions):\(version)" }
}
