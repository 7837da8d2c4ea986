import MemoryModel
import MemoryStore
import Transcripts

/// The turns of a session, from the client's transcript or, where there is none, from what the hooks recorded.
enum SessionTurns {
  static func read(_ session: Session, store: MemoryStore) throws -> [TranscriptTurn] {
    if let path = session.transcriptPath, let transcript = try? TranscriptReader.read(path: path), !transcript.turns.isEmpty {
      return transcript.turns
    }
    return fromObservations(try store.observations(ofSession: session.id, limit: 100_000))
  }

  /// A prompt begins a turn; the tools and the last words after it belong to it.
  static func fromObservations(_ observations: [Observation]) -> [TranscriptTurn] {
    var turns: [TranscriptTurn] = []
    for observation in observations {
      switch observation.kind {
      case .prompt:
        turns.append(
          TranscriptTurn(
            id: "observation-\(observation.id)", index: turns.count, startedAt: observation.at, endedAt: observation.at,
            userText: observation.text))
      case .tool:
        guard !turns.isEmpty else { continue }
        turns[turns.count - 1].tools.append(
          ToolUse(name: observation.tool ?? "", subject: observation.subject, failed: observation.succeeded == false))
        turns[turns.count - 1].endedAt = observation.at
      case .reply:
        // A subagent's words are not the assistant's.
        guard !turns.isEmpty, observation.tool == nil else { continue }
        if turns[turns.count - 1].assistantOpening.isEmpty { turns[turns.count - 1].assistantOpening = observation.text }
        turns[turns.count - 1].assistantClosing = observation.text
        turns[turns.count - 1].endedAt = observation.at
      case .compaction: continue
      }
    }
    return turns
  }

  /// Without secrets and private passages. A wholly private turn goes; an answer loses what it repeats of a private passage.
  static func redacted(_ turns: [TranscriptTurn]) -> [TranscriptTurn] {
    turns.compactMap { turn in
      let words = Redactor.redact(turn.userText)
      guard !words.isWhollyPrivate else { return nil }
      func clean(_ text: String) -> String {
        Redactor.removingEchoes(of: words.privateTexts, in: Redactor.redact(UserText.withoutInjections(text)).text)
      }
      var turn = turn
      turn.userText = trimmed(words.text)
      turn.assistantOpening = clean(turn.assistantOpening)
      turn.assistantClosing = clean(turn.assistantClosing)
      turn.tools =
        words.privateSpans > 0
        ? []
        : turn.tools.map { tool in
          var tool = tool
          tool.subject = tool.subject.map { Redactor.redact($0).text }
          return tool
        }
      return turn.userText.isEmpty && turn.assistantClosing.isEmpty ? nil : turn
    }
  }
}
