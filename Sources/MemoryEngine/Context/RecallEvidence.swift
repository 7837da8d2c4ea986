import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How likely a memory is to help with a prompt, on a scale that holds across prompts: scores of a search compare within one answer only.
struct RecallEvidence {
  /// What is recalled is at least so likely to help. At this 86 of 100 recalled memories were the right ones, 42 of 100 questions brought
  /// theirs, and 1 of 100 prompts about nothing brought one.
  static let threshold = 0.52

  private let ranked: Retrieval.Ranked
  private let weight: Double

  init(_ ranked: Retrieval.Ranked) {
    self.ranked = ranked
    weight = ranked.lexical.weights.reduce(0, +)
  }

  /// A prompt that has something to look for: "go on", "yes, commit that" have not.
  static func isWorthAsking(_ prompt: String, _ query: QueryAnalysis) -> Bool {
    guard !prompt.hasPrefix("/") else { return false }
    return query.terms.filter { $0.kind == .word && !$0.isStopWord && !orders.contains($0.text) }.count >= 3
  }

  /// What is said of any matter.
  private static let orders: Set<String> = [
    "run", "again", "go", "continue", "commit", "push", "fix", "try", "test", "tests", "yes", "ok", "okay", "please", "thanks",
    "thank", "sure", "done",
    "good", "great", "nice", "look", "show", "check", "make", "let", "now", "stop", "undo", "revert", "start",
  ]

  /// 0...1. What was said in sessions is not recalled: it is long, and what was worth keeping of it is a memory of its own.
  func confidence(of memory: RankedMemory) -> Double {
    let candidate = ranked.candidates[memory.candidate]
    // The cosines of another embedder have another scale, and nothing is better than something at random.
    guard ranked.isMeasured, candidate.row.category != .sessions else { return 0 }
    var coverage = 0.0
    if let hit = candidate.hit, weight > 0 { forEachBit(hit.present) { coverage += ranked.lexical.weights[$0] / weight } }
    // A logistic regression over 1,389 candidates of the gold set's questions and prompts (Tests/EndToEnd/gold), its weights rounded.
    let evidence = 10 * Double(candidate.cosine ?? 0) + 3 * coverage + 3.5 * memory.score - 8
    return 1 / (1 + exp(-evidence))
  }
}
