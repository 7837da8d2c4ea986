/// Something that happened in a session, kept small: never a tool's whole input or output.
package struct Observation: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// What the user typed.
    case prompt
    /// A tool call.
    case tool
    /// The assistant's last words of a turn.
    case reply
    /// The client compacted the conversation.
    case compaction
  }

  package var id: Int64
  package var session: String
  package var at: Timestamp
  package var kind: Kind
  /// The tool's name, for `.tool`.
  package var tool: String?
  /// What it was about: the file, command, query or address.
  package var subject: String?
  /// Nil where it is not known, as for a prompt.
  package var succeeded: Bool?
  /// The words, or a short excerpt of the tool's answer, after redaction.
  package var text: String

  package init(
    id: Int64 = 0, session: String, at: Timestamp, kind: Kind, tool: String? = nil, subject: String? = nil, succeeded: Bool? = nil,
    text: String
  ) {
    self.id = id
    self.session = session
    self.at = at
    self.kind = kind
    self.tool = tool
    self.subject = subject
    self.succeeded = succeeded
    self.text = text
  }
}
