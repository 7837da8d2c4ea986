/// A door through which bytes come in that others wrote.
enum FuzzEntry: String, CaseIterable, Sendable {
  case json, lines, message, http, hook, transcript, uri, question, redaction
  /// What a language model answers, and what stands in the profile that a person may edit.
  case answer, profile
  case markdown, mcpMemory, continuum, claudeMem, export
  /// The rows of another product's database.
  case rows
  case changes, vocabulary, weights
}

/// Something that does not hold, beside a crash.
struct FuzzFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
