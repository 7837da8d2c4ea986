import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

/// The order of candidates with vectors, without a store.
@Suite struct RetrievalMeaningTests {
  private static let now = Timestamp(CalendarDate(year: 2026, month: 3, day: 18)!)

  private struct Sample {
    var text: String
    var terms: UInt64 = 0
    var cosine: Float?
    var session: String?
    var category = MemoryModel.Category.events
    /// Nil: of its own memory.
    var node: Int64?
  }

  /// Node ids count from 1 in the order given.
  private func rank(
    _ question: String, _ samples: [Sample], scale: MeaningScore.Scale? = .builtIn
  ) -> [(id: Int64, memory: RankedMemory)] {
    let query = QueryAnalysis(question, now: Self.now)
    let candidates = samples.enumerated().map { index, sample in
      let id = Int64(index + 1)
      let row = PassageRow(
        id: id, node: sample.node ?? id, text: sample.text, uri: "mem://x/\(id)", category: sample.category,
        session: sample.session,
        createdAt: Self.now)
      return RankingCandidate(
        row: row, hit: sample.terms == 0 ? nil : PassageHit(id: id, present: sample.terms), cosine: sample.cosine)
    }
    let frequencies = query.terms.indices.map { term in samples.count { $0.terms & (1 << UInt64(term)) != 0 } }
    let hits = PassageHits(hits: candidates.compactMap(\.hit), frequencies: frequencies, passageCount: 1000)
    let lexical = LexicalScore(hits, pairs: query.pairs, constants: .measured)
    return Ranking(query: query, lexical: lexical, scale: scale).rank(candidates, explain: true)
      .map { (candidates[$0.candidate].row.node, $0) }
  }

  @Test("What is meant comes before what shares one word of several by accident")
  func paraphrase() throws {
    let ranked = rank(
      "why did we not go with a document store",
      [
        Sample(text: "Dates go into file names", terms: 0b001, cosine: 0.15),
        Sample(text: "Postgres instead of MongoDB, for the joins", cosine: 0.4),
      ])
    #expect(ranked.map(\.id) == [2, 1])
    #expect(ranked.first?.memory.parts.map(\.name) == ["meaning"])
  }

  @Test("Who asks for a name in code gets it, whatever else is near")
  func identifiers() {
    let ranked = rank(
      "retryBudget",
      [
        Sample(text: "How often a call is tried again", cosine: 0.6), Sample(text: "retryBudget = 3", terms: 0b111, cosine: 0.1),
        Sample(text: "The budget for retries", terms: 0b011, cosine: 0.55),
      ])
    #expect(ranked.first?.id == 2)
  }

  @Test("Among memories with the same words the one that is meant comes first")
  func sameWords() {
    let ranked = rank(
      "bank of the river",
      [
        Sample(text: "The bank is closed on Sundays", terms: 0b01, cosine: 0.25),
        Sample(text: "We had lunch on the bank, by the water", terms: 0b01, cosine: 0.55),
      ])
    #expect(ranked.map(\.id) == [2, 1])
  }

  @Test("What is unrelated and shares no word is no answer")
  func unrelated() {
    #expect(rank("kernel panic", [Sample(text: "Nora likes tea", cosine: 0.19)]).isEmpty)
    let ranked = rank(
      "kernel panic", [Sample(text: "Nora likes tea", cosine: 0.1), Sample(text: "The kernel", terms: 0b1, cosine: 0.5)])
    #expect(ranked.map(\.id) == [2])
  }

  @Test("Without vectors words decide as if there were no such thing")
  func withoutVectors() {
    let samples = [Sample(text: "a kernel", terms: 0b01), Sample(text: "a kernel panic", terms: 0b11), Sample(text: "tea")]
    let ranked = rank("kernel panic", samples)
    #expect(ranked.map(\.id) == [2, 1])
    #expect(ranked.allSatisfy { $0.memory.parts.map(\.name) == ["words"] })
    // Not damped, though it has but half of the words.
    #expect(ranked[1].memory.score > 0.4)
  }

  @Test("A memory that has no vector yet keeps what its words give")
  func partlyEmbedded() {
    let ranked = rank(
      "kernel panic log",
      [
        Sample(text: "the kernel was built", terms: 0b001), Sample(text: "a kernel for popcorn", terms: 0b001, cosine: 0.2),
        Sample(text: "the machine stopped with a trace", cosine: 0.5),
      ])
    #expect(ranked.map(\.id) == [3, 1, 2] || ranked.map(\.id) == [1, 3, 2])
  }

  @Test("The parts of a score add up to it, those of meaning too")
  func partsAddUp() {
    let ranked = rank(
      "Where did Ann spend the holidays?",
      [
        Sample(text: "Bob: Where did you go?", cosine: 0.3, session: "s"),
        Sample(text: "Ann: We were at the sea for two weeks.", cosine: 0.6, session: "s"),
        Sample(text: "Bob: Lovely.", cosine: 0.1, session: "s"),
        Sample(text: "Ann was on holidays", terms: 0b111, cosine: 0.7, session: "t", category: .sessions),
      ])
    #expect(ranked.count == 4)
    for entry in ranked {
      let sum = entry.memory.parts.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - entry.memory.score) < 1e-9, "\(entry.memory.parts) is not \(entry.memory.score)")
    }
    let names = Set(ranked.flatMap { $0.memory.parts.map(\.name) })
    #expect(names.isSuperset(of: ["meaning", "meaning of neighbours", "words", "turn"]))
  }

  @Test("What was said beside something near in meaning comes before what was said elsewhere")
  func neighbours() {
    let ranked = rank(
      "favourite colour",
      [
        Sample(text: "Bob: Green.", cosine: 0.3, session: "s"),
        Sample(text: "Ann: Paint it as you like best.", cosine: 0.6, session: "s"),
        Sample(text: "Bob: Soup.", cosine: 0.3, session: "t"),
      ])
    #expect(ranked.map(\.id) == [2, 1, 3])
  }

  @Test("A memory counts by the nearest of its passages, and that is the one to show")
  func nearestPassage() {
    let ranked = rank(
      "tea or coffee",
      [
        Sample(text: "Chapter one: the office", cosine: 0.25, node: 7), Sample(text: "Everybody drinks mate", cosine: 0.6, node: 7),
        Sample(text: "Drinks are free", cosine: 0.5, node: 8),
      ])
    #expect(ranked.map(\.id) == [7, 8])
    #expect(ranked.first?.memory.candidate == 1)
  }

  @Test("What was made a memory comes before the turn in which it was said, when meaning finds both")
  func distilled() {
    let ranked = rank(
      "which test framework",
      [
        Sample(text: "user: hello", cosine: 0.25, session: "s", category: .sessions),
        Sample(text: "user: always unittest, never pytest", cosine: 0.55, session: "s", category: .sessions),
        Sample(text: "assistant: noted", cosine: 0.25, session: "s", category: .sessions),
        Sample(text: "Always unittest, never pytest", cosine: 0.56, session: "s", category: .preferences),
      ])
    #expect(ranked.first?.id == 4)
  }

  @Test("What happened in a session is not lifted over a note by standing alone in it")
  func aloneInItsSession() {
    let ranked = rank(
      "which test framework",
      [
        Sample(text: "Moved to unittest", cosine: 0.55, session: "s"),
        Sample(text: "Unittest", cosine: 0.56, category: .preferences),
      ])
    #expect(ranked.map(\.id) == [2, 1])
  }

  @Test("The cosines of an embedder that nobody has measured still tell near from far")
  func unknownScale() {
    let ranked = rank(
      "kernel panic log",
      [
        Sample(text: "tea", cosine: 0.72), Sample(text: "coffee", cosine: 0.71),
        Sample(text: "a kernel for popcorn", terms: 0b001, cosine: 0.71),
        Sample(text: "the machine stopped", cosine: 0.86), Sample(text: "milk", cosine: 0.7),
      ], scale: nil)
    #expect(ranked.first?.id == 4)
  }
}
