package import MemoryModel

/// What the user asked and what came of it, up to their next words.
package struct TranscriptTurn: Hashable, Sendable {
  /// The uuid of the user's record; of the assistant's first one where the user's is missing.
  package var id: String
  /// Place in the session, from 0.
  package var index: Int
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  /// What was typed, with what was said when refusing a tool call; `/review 104` for a slash command. Empty only where the file
  /// lost the user's record.
  package var userText: String
  /// The first of the assistant's words; the same as the closing where it spoke once.
  package var assistantOpening: String
  package var assistantClosing: String
  package var tools: [ToolUse]
  package var cwd: String?
  package var gitBranch: String?
  /// The user stopped the assistant in this turn.
  package var wasInterrupted: Bool

  package init(
    id: String, index: Int, startedAt: Timestamp, endedAt: Timestamp, userText: String, assistantOpening: String = "",
    assistantClosing: String = "", tools: [ToolUse] = [], cwd: String? = nil, gitBranch: String? = nil, wasInterrupted: Bool = false
  ) {
    self.id = id
    self.index = index
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.userText = userText
    self.assistantOpening = assistantOpening
    self.assistantClosing = assistantClosing
    self.tools = tools
    self.cwd = cwd
    self.gitBranch = gitBranch
    self.wasInterrupted = wasInterrupted
  }

  /// The opening and the closing, each once and neither when empty.
  package var assistantTexts: [String] {
    let texts = assistantOpening == assistantClosing ? [assistantClosing] : [assistantOpening, assistantClosing]
    return texts.filter { !$0.isEmpty }
  }
}

/// A session as its transcript tells it.
package struct Transcript: Sendable {
  /// The client's id; nil where no record names one.
  package var sessionID: String?
  package var turns: [TranscriptTurn]
  package var clientVersion: String?
  /// Lines that are not JSON or are too long; a line that was being written when the file was read is one of them.
  package var skippedLines: Int
  /// Lines whose text had bytes that are no UTF-8, read with U+FFFD in their place.
  package var repairedLines: Int

  package init(
    sessionID: String?, turns: [TranscriptTurn], clientVersion: String? = nil, skippedLines: Int = 0, repairedLines: Int = 0
  ) {
    self.sessionID = sessionID
    self.turns = turns
    self.clientVersion = clientVersion
    self.skippedLines = skippedLines
    self.repairedLines = repairedLines
  }
}
