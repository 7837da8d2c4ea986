import MemoryModel
import Transcripts

/// As much of a session as a model is shown at once: whole turns from where the last part ended.
struct SessionPart {
  /// Bytes of one question's material: about 9,000 tokens, so that a session's budget holds for three and some more.
  static let maximumLength = 30_000
  /// Bytes after which a session that goes on is worth a question before it ends.
  static let worthAsking = 24_000
  /// Bytes of what the user or the assistant said at once; of more, the beginning and the end are shown.
  private static let longestText = 12_000

  let turns: [TranscriptTurn]
  /// The number of the first one, from 1.
  let firstNumber: Int
  /// What is shown, before it is fenced.
  let text: String

  /// Nil when nothing is left after `position` turns.
  init?(_ all: [TranscriptTurn], after position: Int) {
    guard position < all.count else { return nil }
    var (text, taken) = ("", [TranscriptTurn]())
    for turn in all[max(0, position)...] {
      let next = Self.text(of: turn, number: position + taken.count + 1)
      guard taken.isEmpty || text.utf8.count + next.utf8.count <= Self.maximumLength else { break }
      text += (taken.isEmpty ? "" : "\n\n") + next
      taken.append(turn)
    }
    (turns, firstNumber, self.text) = (taken, position + 1, text)
  }

  var numbers: ClosedRange<Int> { firstNumber...(firstNumber + turns.count - 1) }

  /// What the model is asked.
  var question: String {
    let fence = Fence()
    return "\(fence.rule)\n\n\(fence.around(harmless: text, as: "session"))\n\nWhat of this session is worth remembering?"
  }

  /// How long the rest of a session is in this form.
  static func length(of turns: ArraySlice<TranscriptTurn>) -> Int {
    turns.reduce(0) { $0 + min($1.userText.utf8.count, longestText) + min($1.assistantClosing.utf8.count, longestText) }
  }

  private static func text(of turn: TranscriptTurn, number: Int) -> String {
    var turn = turn
    turn.userText = MaterialText.harmless(ends(of: turn.userText))
    turn.assistantOpening = MaterialText.harmless(ends(of: turn.assistantOpening))
    turn.assistantClosing = MaterialText.harmless(ends(of: turn.assistantClosing))
    for index in turn.tools.indices { turn.tools[index].subject = turn.tools[index].subject.map(MaterialText.harmless) }
    return "[turn \(number), \(turn.startedAt.date.iso8601)]\n" + Condenser.condense([turn])
  }

  /// The beginning and the end of a text that is too long to be shown.
  static func ends(of text: String) -> String {
    let length = text.utf8.count
    guard length > longestText else { return text }
    let half = longestText / 2
    // Half a character at a cut is replaced, not an error.
    let (head, tail) = (text.utf8.prefix(half), text.utf8.suffix(half))
    return String(decoding: head, as: UTF8.self) + "\n[\(length - longestText) bytes left out]\n"
      + String(decoding: tail, as: UTF8.self)
  }
}
