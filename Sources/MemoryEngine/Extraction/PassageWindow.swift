import Embedding

/// What the built-in embedder reads of a passage. Of the models that are used for embedding it sees least: what fits here fits all.
enum PassageWindow {
  /// Its window, with what it puts before and behind a text.
  static let tokens = 256

  /// Without a vocabulary there is no built-in embedder, and nothing to fit.
  private static let tokenizer = try? WordPieceTokenizer(vocabulary: Vocabulary.builtIn)

  static func holds(_ passage: Substring) -> Bool {
    // No character becomes more tokens than it has bytes: most of what is remembered is never counted.
    if passage.utf8.count <= tokens - 2 { return true }
    guard let tokenizer else { return true }
    return tokenizer.encode(String(passage), limit: tokens + 1).count <= tokens
  }
}
