import MemoryModel
import MemoryStore
import Transcripts

/// What a session was about, by what it named: by rules, from its turns without secrets and private passages.
enum SessionConcepts {
  struct Named: Equatable {
    var concept: Concept
    var at: Timestamp
    /// A bit for each 64th of the session that named it.
    var turns: UInt64
    var mentions: Int
  }

  /// The most of one session. More would tie everything to everything.
  static let limit = 24
  /// Texts that must name something before it is a concept; an edited file is one at once.
  private static let mentionsNeeded = 2
  /// What a user names counts for more than what an assistant spells out.
  private static let (userWeight, assistantWeight, editWeight, readWeight) = (2, 1, 3, 1)

  private struct Tally {
    var kinds: [Concept.Kind: Int] = [:]
    var spellings: [String: Int] = [:]
    var turns: UInt64 = 0
    var texts = 0
    var weight = 0
    var isEdited = false
    var at: Timestamp
  }

  static func named(in turns: [TranscriptTurn]) -> [Named] {
    var tallies: [String: Tally] = [:]
    var plainWords: Set<String> = []
    for (place, turn) in turns.enumerated() {
      let bit = UInt64(1) << UInt64(turns.count <= 64 ? place : place * 64 / turns.count)
      func count(_ finds: some Sequence<ConceptScanner.Find>, weight: Int, isEdit: Bool = false) {
        for find in finds {
          let key = Slug.make(find.name)
          var tally = tallies[key] ?? Tally(at: turn.startedAt)
          tally.kinds[find.kind, default: 0] += 1
          tally.spellings[find.name, default: 0] += 1
          tally.turns |= bit
          tally.texts += 1
          tally.weight += weight
          tally.isEdited = tally.isEdited || isEdit
          tally.at = max(tally.at, turn.startedAt)
          tallies[key] = tally
        }
      }
      for (text, isUser) in [(turn.userText, true)] + turn.assistantTexts.map({ ($0, false) }) {
        var scanner = ConceptScanner()
        scanner.scan(text, quotesNames: isUser)
        count(Set(scanner.finds), weight: isUser ? userWeight : assistantWeight)
        plainWords.formUnion(scanner.plainWords)
      }
      let work = SessionWork([turn])
      count(work.files.compactMap { file($0.path) }, weight: editWeight, isEdit: true)
      count(filesRead(turn), weight: readWeight)
    }
    let named = tallies.compactMap { key, tally -> (weight: Int, Named)? in
      guard let kind = tally.kinds.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) })?.key,
        let name = tally.spellings.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
        tally.isEdited || tally.texts >= mentionsNeeded, isSound(name, kind, plainWords)
      else { return nil }
      let concept = Concept(key: key, name: name, kind: kind)
      return (tally.weight, Named(concept: concept, at: tally.at, turns: tally.turns, mentions: tally.texts))
    }
    let texts = Dictionary(named.map { ($0.1.concept.name, $0.1.mentions) }, uniquingKeysWith: max)
    let whole = named.filter { !isPart($0.1.concept.name, of: texts) }
    let sorted = whole.sorted {
      ($0.weight, $0.1.turns.nonzeroBitCount, $1.1.concept.key) > ($1.weight, $1.1.turns.nonzeroBitCount, $0.1.concept.key)
    }
    return sorted.prefix(limit).map(\.1)
  }

  /// "Studio", where "Visual Studio" is meant as often.
  private static func isPart(_ name: String, of texts: [String: Int]) -> Bool {
    texts.contains { $0.key.hasSuffix(" " + name) && $0.value >= texts[name] ?? 0 }
  }

  private static func file(_ path: String) -> ConceptScanner.Find? {
    ConceptWords.fileName(path[...]).map { ConceptScanner.Find(name: $0, kind: .file) }
  }

  private static func filesRead(_ turn: TranscriptTurn) -> Set<ConceptScanner.Find> {
    Set(turn.tools.filter { $0.name == "Read" || $0.name == "read_file" }.compactMap { $0.subject.flatMap(file) })
  }

  /// A single capitalised word that also stands without its capital is a word.
  private static func isSound(_ name: String, _ kind: Concept.Kind, _ plainWords: Set<String>) -> Bool {
    if kind == .file { return true }
    if name.contains(" ") { return true }
    let lower = name.lowercased()
    let isShaped = name.dropFirst().contains { $0.isUppercase || $0 == "_" }
    return isShaped || !plainWords.contains(lower) || kind == .identifier && name.contains(where: \.isUppercase)
  }
}
