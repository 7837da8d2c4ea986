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
  package static func candidates(in turns: [TranscriptTurn]) -> [Candidate] {
    var candidates: [Candidate] = []
    for turn in turns {
      let day = turn.startedAt.date
      var covered: [String] = []
      for signal in SignalDetector.signals(in: turn.userText) {
        covered.append(signal.text)
        candidates.append(made(signal.category, signal.text, signal.confidence, turn, day))
      }
      for finding in UserStatements.findings(in: turn.userText) where !covered.contains(where: { $0.contains(finding.text) }) {
        candidates.append(made(finding.category, finding.text, finding.confidence, turn, day))
      }
    }
    candidates += ProblemCases.cases(in: turns)
    candidates += DominantFiles.entities(in: turns)
    return best(of: candidates, in: turns)
  }

  private static func made(
    _ category: Category, _ text: String, _ confidence: Double, _ turn: TranscriptTurn, _ day: CalendarDate
  ) -> Candidate {
    let content = RelativeDates.absolute(in: text, on: day)
    return Candidate(
      category: category, slug: subject(of: text), abstract: TierWriter.abstract(of: content), content: content,
      confidence: confidence,
      turn: turn.id)
  }

  /// The first words that say what a statement is about.
  static func subject(of text: String) -> String {
    let words = TypedSentence.words(of: MarkdownBlock.plain(text).lowercased()).filter {
      !TypedSentence.punctuation.contains($0) && !Clause.emptyWords.contains($0) && !Clause.softeners.contains($0)
        && !attitudes.contains($0)
        && !$0.hasSuffix("n't")
    }
    return Slug.make(words.prefix(6).joined(separator: " "))
  }

  private static let attitudes: Set<String> = [
    "always", "never", "prefer", "from", "should", "must", "want", "remember", "forget", "decided", "agreed", "make", "sure",
    "let's", "go",
    "going", "forward", "have", "has", "i'd", "i'm", "we've", "i've", "more", "stop", "avoid", "don't", "dont", "use", "uses",
    "using",
  ]

  /// Each statement once, the surer ones when there are too many.
  private static func best(of candidates: [Candidate], in turns: [TranscriptTurn]) -> [Candidate] {
    var seen = Set<String>()
    let distinct = candidates.filter { seen.insert($0.content.lowercased().filter(\.isLetterOrNumber)).inserted }
    var order: [String: Int] = [:]
    for turn in turns { order[turn.id] = turn.index }
    let ranked = distinct.enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
    return ranked.prefix(maximumCandidates)
      .sorted { (order[$0.element.turn] ?? 0, $0.offset) < (order[$1.element.turn] ?? 0, $1.offset) }
      .map(\.element)
  }
}
