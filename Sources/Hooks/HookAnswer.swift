/// What a hook has to say, before a client's renderer puts it into that client's words.
enum HookAnswer: Hashable, Sendable {
  /// Prints nothing. The rule: on `Stop` and `SubagentStop` any context would keep the turn going, and the rest has nothing to add.
  case nothing
  /// Markdown for the agent, at the start of a session.
  case context(String)
  /// A line for the person in front of the agent; it costs no tokens.
  case notice(String)
  /// Markdown for the agent beside what the person has typed, and perhaps a line for the person.
  case besidePrompt(String, notice: String?)
}
