/// Turns text into the words that the search index holds; questions go the same way.
package enum SearchText {
  package static func indexed(_ text: String) -> String { text }
}
