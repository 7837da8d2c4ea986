/// A door through which bytes come in that others wrote.
enum FuzzEntry: String, CaseIterable, Sendable {
  case json, lines, message, hook, transcript, uri, question, redaction, markdown, mcpMemory, continuum, claudeMem, export, changes,
    vocabulary,
    weights
}

/// Something that does not hold, beside a crash.
struct FuzzFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
