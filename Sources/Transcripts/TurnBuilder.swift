import MemoryModel

/// Folds a conversation's records into turns.
struct TurnBuilder {
  private(set) var turns: [TranscriptTurn] = []
  private var open: OpenTurn?
  /// A slash command that nobody has answered yet. Commands that the client answers itself never are and leave no turn.
  private var command: (record: TranscriptRecord, text: String)?
  private var lastTime = Timestamp(milliseconds: 0)

  private struct OpenTurn {
    var turn: TranscriptTurn
    var messageID: String?
    /// How many messages with text there were so far.
    var messages = 0
    /// The text blocks of the present message.
    var message: [String] = []
    /// Index in the turn's tools by call id.
    var calls: [String: Int] = [:]
  }

  static func turns(of conversation: [TranscriptRecord]) -> [TranscriptTurn] {
    var builder = TurnBuilder()
    for record in conversation { builder.add(record) }
    builder.close()
    return builder.turns
  }

  private mutating func add(_ record: TranscriptRecord) {
    if let at = record.at { lastTime = max(lastTime, at) }
    switch record.role {
    case .user: addUser(record)
    case .assistant: addAssistant(record)
    }
    open?.turn.endedAt = lastTime
  }

  private mutating func addUser(_ record: TranscriptRecord) {
    for result in record.results {
      guard let index = open?.calls[result.id] else { continue }
      if result.failed { open?.turn.tools[index].failed = true }
      if let said = result.refusal {
        let before = open?.turn.userText ?? ""
        open?.turn.userText = before.isEmpty ? said : before + "\n\n" + said
      }
    }
    if record.wasInterrupted { open?.turn.wasInterrupted = true }
    if !record.texts.isEmpty {
      begin(record, text: record.texts.joined(separator: "\n\n"))
    } else if let text = record.command {
      command = (record, text)
    }
  }

  private mutating func addAssistant(_ record: TranscriptRecord) {
    guard !record.texts.isEmpty || !record.calls.isEmpty else { return }
    if let (record, text) = command { begin(record, text: text) }
    if open == nil { begin(record, text: "") }
    guard var current = open else { return }
    if !record.texts.isEmpty {
      if record.messageID == nil || record.messageID != current.messageID {
        current.messageID = record.messageID
        current.message = []
        current.messages += 1
      }
      // Old clients repeated a block under a new uuid while it was streamed.
      current.message += record.texts.filter { !current.message.contains($0) }
      current.turn.assistantClosing = current.message.joined(separator: "\n\n")
      if current.messages == 1 { current.turn.assistantOpening = current.turn.assistantClosing }
    }
    for call in record.calls {
      if !call.id.isEmpty {
        guard current.calls[call.id] == nil else { continue }
        current.calls[call.id] = current.turn.tools.count
      }
      current.turn.tools.append(ToolUse(name: call.name, subject: call.subject))
    }
    open = current
  }

  private mutating func begin(_ record: TranscriptRecord, text: String) {
    close()
    command = nil
    open = OpenTurn(
      turn: TranscriptTurn(
        id: record.uuid, index: 0, startedAt: record.at ?? lastTime, endedAt: lastTime, userText: text,
        cwd: record.workingDirectory,
        gitBranch: record.gitBranch == "HEAD" ? nil : record.gitBranch))
  }

  /// A prompt that was stopped before anything came of it and sent again is one turn, not two.
  private mutating func close() {
    guard let turn = open?.turn else { return }
    open = nil
    if let last = turns.last, last.userText == turn.userText, last.assistantTexts.isEmpty, last.tools.isEmpty {
      turns.removeLast()
    }
    turns.append(turn)
    turns[turns.count - 1].index = turns.count - 1
  }
}
