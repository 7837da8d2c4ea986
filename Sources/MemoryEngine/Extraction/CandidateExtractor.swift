import MemoryModel
package import Transcripts

/// Finds by rules what is worth remembering of a session: few memories, each one that the user would sign.
///
/// What the user is and wants comes from the user's typed words alone: never from what a tool printed, a page said or the
/// assistant concluded. An assistant's closing words may tell the cause and the cure of a problem that the user reported.
package enum CandidateExtractor {
  /// Of one session; most have none or one.
  package static let maximumCandidates = 8

  /// The candidates in the order of their turns. Relative dates in them carry their day.
  ///
  /// `isOver` tells that no more turns will come. Before that the solution of a problem counts only when the user has gone on from
  /// it: their next words may be that it did not help.
  package static func candidates(in turns: [TranscriptTurn], isOver: Bool = true) -> [Candidate] {
    var candidates: [Candidate] = []
    for (position, turn) in turns.enumerated() {
      func add(_ category: Category, _ text: String, _ confidence: Double) {
        candidates.append(
          Candidate(
            category: category, content: RelativeDates.absolute(in: text, on: turn.startedAt.date), confidence: confidence,
            turnNumber: position + 1, at: turn.startedAt))
      }
      let signals = SignalDetector.signals(in: turn.userText)
      // What was to be done then is kept when it is typed; in an old transcript nobody knows whether it was done since.
      for signal in signals where !signal.isIntention { add(signal.category, signal.text, signal.confidence) }
      for finding in UserStatements.findings(in: turn.userText) where !signals.contains(where: { $0.text.contains(finding.text) }) {
        add(finding.category, finding.text, finding.confidence)
      }
    }
    candidates += ProblemCases.cases(in: turns, isOver: isOver)
    if isOver { candidates += DominantFiles.entities(in: turns) }
    return best(of: candidates)
  }

  /// Each statement once, the surer ones when there are too many.
  private static func best(of candidates: [Candidate]) -> [Candidate] {
    var seen = Set<String>()
    let distinct = candidates.filter { seen.insert($0.content.lowercased().filter(\.isLetterOrNumber)).inserted }
    let ranked = distinct.enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
    return ranked.prefix(maximumCandidates)
      .sorted { ($0.element.turnNumber ?? 0, $0.offset) < ($1.element.turnNumber ?? 0, $1.offset) }
      .map(\.element)
  }
}
