import Embedding

/// The words that a model was trained to see before a question and before a passage. Without them its vectors are worse, and
/// nothing says so.
struct EmbeddingPrompts: Hashable, Sendable {
  var query = ""
  var passage = ""

  subscript(purpose: EmbeddingPurpose) -> String {
    switch purpose {
    case .query: query
    case .passage: passage
    }
  }

  /// Eight hexadecimal digits of FNV-1a for the identity; empty without words. Other words make other vectors.
  var fingerprint: String {
    guard self != EmbeddingPrompts() else { return "" }
    var hash: UInt32 = 2_166_136_261
    for byte in Array(query.utf8) + [0] + Array(passage.utf8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// What is configured, else what the model's own page says.
  init(_ options: EmbeddingOptions) {
    self = Self.known(options.model)
    if !options.queryPrefix.isEmpty || !options.passagePrefix.isEmpty {
      (query, passage) = (options.queryPrefix, options.passagePrefix)
    }
  }

  init(query: String = "", passage: String = "") {
    self.query = query
    self.passage = passage
  }

  /// By a part of the model's name, from the model cards on huggingface.co; the first that fits counts.
  private static let table: [(part: String, prompts: EmbeddingPrompts)] = [
    ("nomic-embed-text", EmbeddingPrompts(query: "search_query: ", passage: "search_document: ")),
    ("mxbai-embed", EmbeddingPrompts(query: "Represent this sentence for searching relevant passages: ")),
    ("snowflake-arctic-embed2", EmbeddingPrompts(query: "query: ")),
    ("snowflake-arctic-embed-l-v2", EmbeddingPrompts(query: "query: ")),
    ("snowflake-arctic-embed-m-v2", EmbeddingPrompts(query: "query: ")),
    ("snowflake-arctic-embed", EmbeddingPrompts(query: "Represent this sentence for searching relevant passages: ")),
    ("embeddinggemma", EmbeddingPrompts(query: "task: search result | query: ", passage: "title: none | text: ")),
    ("gemini-embedding-2", EmbeddingPrompts(query: "task: search result | query: ", passage: "title: none | text: ")),
    (
      "qwen3-embedding",
      EmbeddingPrompts(
        query: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:")
    ),
    ("multilingual-e5", EmbeddingPrompts(query: "query: ", passage: "passage: ")),
    ("e5-", EmbeddingPrompts(query: "query: ", passage: "passage: ")),
    ("bge-m3", EmbeddingPrompts()),
    ("bge-", EmbeddingPrompts(query: "Represent this sentence for searching relevant passages: ")),
  ]

  private static func known(_ model: String) -> EmbeddingPrompts {
    let name = model.lowercased()
    return table.first { name.contains($0.part) }?.prompts ?? EmbeddingPrompts()
  }
}
