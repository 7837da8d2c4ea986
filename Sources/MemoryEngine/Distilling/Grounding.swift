import MemoryModel
import Transcripts

/// Decides whether what a model suggests is borne out by somebody's own words. A model obeys what it reads, sooner or later; what it
/// answers is believed only as far as the session shows it.
struct Grounding {
  struct Ground {
    /// From 1.
    var turnNumber: Int
    var at: Timestamp
    /// The most confidence that a memory on this ground may have.
    var trust: Double
  }

  private struct Words {
    let number: Int
    let at: Timestamp
    /// What the user typed, without what they pasted and quoted.
    let typed: [String]
    let said: [String]
  }

  private let turns: [Words]

  init(_ part: SessionPart) {
    turns = part.turns.enumerated().map { index, turn in
      Words(
        number: part.firstNumber + index, at: turn.startedAt,
        typed: Self.words(TypedProse.sentences(in: turn.userText).map(\.text).joined(separator: "\n")),
        said: Self.words(turn.assistantOpening + "\n" + turn.assistantClosing))
    }
  }

  private static func words(_ text: String) -> [String] { Likeness.words(of: MaterialText.withoutInvisible(text)) }

  /// Nil: it is not believed.
  func ground(for abstract: String, _ category: Category, evidence: [String]) -> Ground? {
    for quotation in evidence.prefix(3) {
      let words = Self.words(quotation)
      guard words.count >= 2 else { continue }
      if let turn = turns.first(where: { Self.holds($0.typed, words) }) {
        return Ground(turnNumber: turn.number, at: turn.at, trust: 0.9)
      }
      if !category.isMergeable, let turn = turns.first(where: { Self.holds($0.said, words) }) {
        return Ground(turnNumber: turn.number, at: turn.at, trust: 0.6)
      }
    }
    return nil
  }

  /// Whether `words` stand in `text` one after another.
  private static func holds(_ text: [String], _ words: [String]) -> Bool {
    guard let first = words.first, text.count >= words.count else { return false }
    return (0...(text.count - words.count)).contains { text[$0] == first && text[$0..<($0 + words.count)].elementsEqual(words) }
  }
}
