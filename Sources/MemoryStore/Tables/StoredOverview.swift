/// A short memory's L1 is its content, word for word, and most of what is said is short: it stands in the file once. An empty column says "the content".
enum StoredOverview {
  static func column(_ overview: String, content: String) -> String { overview == content ? "" : overview }

  static func read(_ column: String, content: String) -> String { column.isEmpty ? content : column }
}
