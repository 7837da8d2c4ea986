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
      let last = turns.indices.last(where: { file.turns.contains(turns[$0].index) })
    else { return [] }
    let asked = turns.filter { file.turns.contains($0.index) }.compactMap { TurnWords.request($0, tokens: 30) }
    guard asked.count >= 2 else { return [] }
    let head = "Edited \(file.edits) times in \(file.turns.count) turns on \(turns[last].startedAt.date.iso8601):"
    return [
      Candidate(
        category: .entities, title: file.path, content: head + "\n" + asked.prefix(6).map { "- " + $0 }.joined(separator: "\n"),
        confidence: 0.5, turnNumber: last + 1, at: turns[last].startedAt)
    ]
  }
}
