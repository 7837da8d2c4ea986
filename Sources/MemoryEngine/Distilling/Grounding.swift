import MemoryModel
import Transcripts

/// Decides whether what a model suggests is borne out by somebody's own words. A model obeys what it reads, sooner or later; what it
/// answers is believed only as far as the session shows it.
///
/// What counts as somebody's own: what the user typed (`TypedProse`: not what they pasted, not what they quoted at length), and, for what
/// happened, what the assistant said. Everything else in a session is foreign: pasted text, file names, addresses, commands.
struct Grounding {
  struct Ground {
    /// The turn that shows it, from 1.
    var turnNumber: Int
    var at: Timestamp
    /// The most confidence that a memory on this ground may have.
    var trust: Double
  }

  private static let trustInUser = 0.9
  static let trustInAssistant = 0.6
  /// Turns before and after the quoted one whose words count as well: an answer, an explanation that follows.
  private static let reach = 2
  /// A quotation of fewer letters shows nothing.
  private static let shortestQuotation = 6
  /// The least part of a suggestion's words that are somebody's own. A model writes in its own words: of honest abstracts a fifth to all
  /// of the content words stand in the session (measured on the ten sessions of `DistillingSessions`).
  private static let leastOfUser = 0.2
  private static let leastOfBoth = 0.3

  private struct Turn {
    let number: Int
    let at: Timestamp
    let typed: OwnWords
    let said: OwnWords
    let foreign: Set<String>
  }

  private let turns: [Turn]

  init(_ part: SessionPart) {
    turns = part.turns.enumerated().map { index, turn in
      let typed = OwnWords(OwnWords.typed(in: turn.userText))
      let all = OwnWords([SessionPart.ends(of: turn.userText)] + turn.tools.compactMap(\.subject))
      return Turn(
        number: part.firstNumber + index, at: turn.startedAt, typed: typed,
        said: OwnWords([turn.assistantOpening, turn.assistantClosing].map(SessionPart.ends)),
        foreign: all.content.subtracting(typed.content))
    }
  }

  // MARK: The abstract

  /// On what a suggestion stands; nil: it is not believed.
  func ground(for abstract: String, _ category: Category, evidence: [String]) -> Ground? {
    guard !Directives.addressModel(abstract) else { return nil }
    for quotation in evidence.prefix(3) {
      let pieces = Self.pieces(of: quotation)
      guard !pieces.isEmpty else { continue }
      let own = Self.pieces(of: OwnWords.withoutQuotations(quotation))
      for (index, turn) in turns.enumerated() where turn.typed.holds(all: pieces) || turn.typed.holds(all: own) {
        if isBorneOut(abstract, category, near: index) {
          return Ground(turnNumber: turn.number, at: turn.at, trust: Self.trustInUser)
        }
      }
      guard !category.isMergeable, !Directives.isDirective(abstract) else { continue }
      for (index, turn) in turns.enumerated() where turn.said.holds(all: pieces) {
        if isBorneOut(abstract, category, near: index) {
          return Ground(turnNumber: turn.number, at: turn.at, trust: Self.trustInAssistant)
        }
      }
    }
    return nil
  }

  /// What stands between ellipses; a model shortens its quotations.
  private static func pieces(of quotation: String) -> [[String]] {
    let parts = quotation.replacingAll("...", with: "…").split(separator: "…").map { OwnWords.words(of: String($0)) }
    let pieces = parts.filter { $0.count >= 2 }
    return pieces.joined().reduce(0) { $0 + $1.unicodeScalars.count } >= shortestQuotation ? pieces : []
  }

  private func isBorneOut(_ abstract: String, _ category: Category, near index: Int) -> Bool {
    let words = share(of: abstract, category, near: index)
    let least = category.isMergeable ? Self.leastOfUser : Self.leastOfBoth
    guard words.own >= 1, Double(words.own) >= least * Double(words.all), words.foreign < words.own,
      holdsNames(of: abstract, withForeign: false)
    else { return false }
    // "Never" and "always" are for the user alone to say.
    guard category.isMergeable else { return true }
    let typed = turns[index].typed.sequence
    return !Directives.isAbsolute(OwnWords.words(of: abstract)) || Directives.isEmphatic(typed)
  }

  // MARK: What stands behind it

  /// Whether a longer text says nothing that is only foreign. Sentence by sentence: one that was slipped in is not hidden by the others.
  func bearsOut(_ text: String, _ category: Category, on ground: Ground) -> Bool {
    guard !Directives.addressModel(text), let index = turns.firstIndex(where: { $0.number == ground.turnNumber }) else {
      return false
    }
    let bytes = Array(text.utf8)
    for range in Sentences.ranges(in: bytes, 0..<bytes.count) {
      let sentence = String(decoding: bytes[range], as: UTF8.self)
      let words = share(of: sentence, category, near: index)
      // What somebody pasted is part of a problem's story, as long as it orders nothing.
      let mayTell = !category.isMergeable && !Directives.isDirective(sentence)
      guard words.foreign == 0 || words.foreign < words.own || mayTell else { return false }
      guard holdsNames(of: sentence, withForeign: mayTell) else { return false }
    }
    let words = share(of: text, category, near: index)
    return Double(words.own) >= Self.leastOfUser * Double(words.all)
  }

  /// Whether a name may stand: it puts a matter in other words, and may not be a foreign text's.
  func isHarmless(_ name: String, _ category: Category, on ground: Ground) -> Bool {
    guard !Directives.addressModel(name), let index = turns.firstIndex(where: { $0.number == ground.turnNumber }) else {
      return false
    }
    let words = share(of: name, category, near: index)
    return words.foreign <= 1 || words.foreign < words.own
  }

  // MARK: Words

  /// How many of a text's words are somebody's own, and how many stand in nothing but foreign text.
  private func share(of text: String, _ category: Category, near index: Int) -> (own: Int, foreign: Int, all: Int) {
    let words = OwnWords([text]).content.subtracting(Self.joining)
    var (own, foreign) = (Set<String>(), Set<String>())
    for turn in near(index) {
      own.formUnion(turn.typed.content)
      if !category.isMergeable { own.formUnion(turn.said.content) }
    }
    for turn in turns { foreign.formUnion(turn.foreign) }
    let ownOnes = words.intersection(own)
    return (ownOnes.count, words.subtracting(own).intersection(foreign).count, words.count)
  }

  /// Names, addresses, numbers and commands cannot be put in other words: each must have been said.
  private func holdsNames(of text: String, withForeign: Bool) -> Bool {
    let names = OwnWords.names(in: text)
    guard !names.isEmpty else { return true }
    var known = Set<String>()
    for turn in turns {
      known.formUnion(turn.typed.sequence)
      known.formUnion(turn.said.sequence)
      if withForeign { known.formUnion(turn.foreign) }
    }
    return names.allSatisfy { name in
      OwnWords.words(of: name).allSatisfy {
        known.contains($0) || known.contains(Likeness.stem($0)) || Self.joining.contains($0)
      }
    }
  }

  /// Words that say nothing, and that names hold as well: "if/else", "and/or".
  private static let joining: Set<String> = ["and", "else", "if", "no", "not", "or"]

  private func near(_ index: Int) -> ArraySlice<Turn> {
    turns[max(0, index - Self.reach)...min(turns.count - 1, index + Self.reach)]
  }
}
