import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

/// The order of candidates, without a store.
@Suite struct RetrievalRankingTests {
  private static let now = Timestamp(CalendarDate(year: 2026, month: 3, day: 18)!)

  private struct Sample {
    var text: String
    var terms: UInt64
    var session: String?
    var category = MemoryModel.Category.events
    var date = "2026-01-01"
    var isPinned = false
    var relevance = 1.0
    /// Nil: of its own memory.
    var node: Int64?
  }

  /// Candidates in the order given; node ids count from 1. Ids in the order of the ranking, and each one's parts by name.
  private func rank(_ question: String, _ samples: [Sample]) -> [(id: Int64, memory: RankedMemory)] {
    let query = QueryAnalysis(question, now: Self.now)
    let candidates = samples.enumerated().map { index, sample in
      let id = Int64(index + 1)
      let row = PassageRow(
        id: id, node: sample.node ?? id, text: sample.text, uri: "mem://x/\(id)", category: sample.category,
        session: sample.session,
        validity: Validity(from: Timestamp(iso8601: sample.date)), isPinned: sample.isPinned, relevance: sample.relevance,
        createdAt: Self.now)
      return RankingCandidate(row: row, hit: sample.terms == 0 ? nil : PassageHit(id: id, present: sample.terms))
    }
    let frequencies = query.terms.indices.map { term in samples.count { $0.terms & (1 << UInt64(term)) != 0 } }
    let hits = PassageHits(hits: candidates.compactMap(\.hit), frequencies: frequencies, passageCount: 1000)
    let ranking = Ranking(query: query, lexical: LexicalScore(hits, pairs: query.pairs, constants: .measured))
    return ranking.rank(candidates, explain: true).map { (candidates[$0.candidate].row.node, $0) }
  }

  @Test("The parts of a score add up to it, and the best score is 1")
  func partsAddUp() throws {
    let ranked = rank(
      "When did Ann fix the build in January 2026?",
      [
        Sample(text: "Ann: I fixed the build yesterday.", terms: 0b1111, session: "s"),
        Sample(text: "Bob: why was it broken?", terms: 0, session: "s"),
        Sample(text: "Ann: a stale cache", terms: 0b1, session: "s", isPinned: true, relevance: 0.5),
      ])
    #expect(ranked.first?.memory.score == 1)
    for entry in ranked {
      let sum = entry.memory.parts.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - entry.memory.score) < 1e-9, "\(entry.memory.parts) is not \(entry.memory.score)")
      #expect(entry.memory.score >= 0 && entry.memory.score <= 1)
    }
  }

  @Test("The answer to a question that matches comes before what follows a statement that matches")
  func answers() throws {
    let ranked = rank(
      "favourite colour",
      [
        Sample(text: "Ann: What is your favourite colour?", terms: 0b11, session: "s"),
        Sample(text: "Bob: Green.", terms: 0, session: "s"),
        Sample(text: "Ann: My favourite colour changes.", terms: 0b11, session: "t"),
        Sample(text: "Bob: I see.", terms: 0, session: "t"),
      ])
    let order = ranked.map(\.id).filter { $0 == 2 || $0 == 4 }
    #expect(order == [2, 4])
  }

  @Test(
    "A memory that holds all the words in two passages comes before one that holds half of them, and behind one that has them together"
  )
  func passagesOfOneMemory() {
    let ranked = rank(
      "kernel panic",
      [
        Sample(text: "a kernel is built", terms: 0b01, node: 7), Sample(text: "in case of panic", terms: 0b10, node: 7),
        Sample(text: "a kernel is built", terms: 0b01, node: 8), Sample(text: "kernel and panic", terms: 0b11, node: 9),
      ])
    #expect(ranked.map(\.id) == [9, 7, 8])
  }

  @Test("Notes of one session do not lift each other: only what happened in time order has neighbours")
  func notesStandAlone() throws {
    let ranked = rank(
      "tabs indentation",
      [
        Sample(text: "Indentation is by tabs", terms: 0b11, session: "s", category: .preferences),
        Sample(text: "Use bun", terms: 0, session: "s", category: .preferences),
      ])
    #expect(ranked.map(\.id) == [1])
  }

  @Test("Who is asked about comes before who is spoken to")
  func labels() throws {
    let ranked = rank(
      "What does Ann drink?",
      [
        Sample(text: "Bob: Ann, I drink tea.", terms: 0b11, session: "s"),
        Sample(text: "Ann: I drink coffee, Bob.", terms: 0b11, session: "t"),
      ])
    #expect(ranked.first?.id == 2)
    #expect(ranked.first?.memory.parts.contains { $0.name == "label" } == true)
  }

  @Test("That a user speaks is no name")
  func roles() throws {
    #expect(PassageTraits.label(of: "User: what now?").isEmpty)
    #expect(PassageTraits.label(of: "fix: the build") == [])
    #expect(PassageTraits.label(of: "https://example.org") == [])
    #expect(PassageTraits.label(of: "Auth service: issues tokens") == ["auth", "service"])
    #expect(PassageTraits.label(of: "Zoë: hallo") == ["zoë"])
  }

  @Test("The time that is asked for decides among equals")
  func dates() throws {
    let ranked = rank(
      "deploy in May 2025",
      [
        Sample(text: "We deploy", terms: 0b1, date: "2025-02-01"), Sample(text: "We deploy", terms: 0b1, date: "2025-05-20"),
        Sample(text: "We deploy", terms: 0b1, date: "2025-11-01"),
      ])
    #expect(ranked.first?.id == 2)
  }

  @Test("Disuse and pins decide among equals, and never against the words")
  func gentlePriors() throws {
    let equals = rank("deploy", [Sample(text: "deploy a", terms: 1, relevance: 0.1), Sample(text: "deploy b", terms: 1)])
    #expect(equals.first?.id == 2)
    let pinned = rank("deploy", [Sample(text: "deploy a", terms: 1), Sample(text: "deploy b", terms: 1, isPinned: true)])
    #expect(pinned.first?.id == 2)
    let words = rank(
      "deploy kernel",
      [Sample(text: "deploy a kernel", terms: 0b11, relevance: 0.1), Sample(text: "deploy b", terms: 1, isPinned: true)])
    #expect(words.first?.id == 1)
  }

  @Test(
    "A text that names a time is told from one that does not",
    arguments: [
      ("I went there yesterday", true), ("in 2019", true), ("on the 8th", true), ("in September", true), ("Wednesday!", true),
      ("port 8080 and 19 items", false), ("a dayless seventh", false), ("", false),
    ])
  func timesInTexts(text: String, expected: Bool) {
    #expect(PassageTraits.namesTime(text) == expected)
  }

  @Test("The best are selected, newer ones among equals, whatever the order")
  func selection() throws {
    let hits = (0..<1000).map { PassageHit(id: Int64($0), present: $0 % 7 == 0 ? 0b11 : 0b1) }
    let score = LexicalScore(PassageHits(hits: hits, frequencies: [1000, 143], passageCount: 5000), pairs: 0, constants: .measured)
    let best = score.best(hits, limit: 150).map(\.id).sorted()
    let expected = (hits.filter { $0.present == 0b11 }.map(\.id) + [993, 995, 996, 997, 998, 999, 992].map(Int64.init)).sorted()
    #expect(best == expected)
  }
}
