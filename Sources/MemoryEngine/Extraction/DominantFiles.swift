import MemoryModel
import Transcripts

/// The one file that a session was about, if there is one.
enum DominantFiles {
  /// Turns that must have edited it, edits that it must have, and its share of all edits.
  private static let (turnsNeeded, editsNeeded, share) = (4, 8, 0.6)

  static func entities(in turns: [TranscriptTurn]) -> [Candidate] {
    let work = SessionWork(turns)
    let all = work.files.reduce(0) { $0 + $1.edits }
    guard let file = work.files.first, !file.path.lowercased().contains("test"), file.turns.count >= turnsNeeded,
      file.edits >= editsNeeded, Double(file.edits) >= share * Double(all),
      let last = turns.last(where: { file.turns.contains($0.index) })
    else { return [] }
    let asked = turns.filter { file.turns.contains($0.index) }.compactMap { TurnWords.request($0, tokens: 30) }
    guard asked.count >= 2 else { return [] }
    let day = last.startedAt.date.iso8601
    let head = "\(file.path): edited \(file.edits) times in \(file.turns.count) turns on \(day)"
    let content = head + "\n" + asked.prefix(6).map { "- " + $0 }.joined(separator: "\n")
    return [
      Candidate(
        category: .entities, slug: Slug.make(file.path.split(separator: "/").suffix(2).joined(separator: " ")),
        abstract: TextCut.fit(head + "; first: " + (asked.first ?? ""), tokens: TierWriter.abstractLimit), content: content,
        confidence: 0.5, turn: last.id)
    ]
  }
}
