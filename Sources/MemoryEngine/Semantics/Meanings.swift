import Embedding

/// How near two short texts are in meaning, by the embedder in this program, whatever embedder search uses: its cosines are measured, it costs
/// nothing, and it answers the same everywhere.
///
/// For one thread at a time, like the engine.
final class Meanings {
  /// Texts whose vectors are kept: the memories of one category are compared with every suggestion of a session.
  private static let remembered = 4096

  private var embedder: BuiltInEmbedder?
  private var vectors: [String: [Float]] = [:]

  /// Nil for what the embedder cannot read: it was trained on English, and takes all words of another script for one.
  func cosine(_ left: String, _ right: String) -> Float? {
    Self.cosine(vector(ofReadable: left), vector(ofReadable: right))
  }

  static func cosine(_ left: [Float]?, _ right: [Float]?) -> Float? {
    guard let left, let right else { return nil }
    return VectorMath.dot(left, right)
  }

  /// The vector of a text that the embedder can read.
  func vector(ofReadable text: String) -> [Float]? { Script.isMostlyLatin(text) ? vector(of: text) : nil }

  private func vector(of text: String) -> [Float]? {
    if let vector = vectors[text] { return vector }
    if embedder == nil { embedder = try? BuiltInEmbedder() }
    guard let vector = try? embedder?.embed([text], purpose: .passage, deadline: .now + .seconds(60)).first else { return nil }
    if vectors.count >= Self.remembered { vectors.removeAll() }
    vectors[text] = vector
    return vector
  }
}
