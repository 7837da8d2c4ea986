import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

/// `find` against the words alone, on a developer's memories.
@Suite struct RetrievalGoldTests {
  private let fixture: EngineFixture
  private let keys: [Int64: String]

  init() throws {
    let fixture = try EngineFixture()
    var keys: [Int64: String] = [:]
    for memory in RetrievalGoldSet.memories {
      var request = RememberRequest(content: memory.text)
      request.category = memory.category
      request.uri = MemoryURI(segments: memory.category.directory.segments + [memory.key])
      request.session = memory.session
      request.validFrom = memory.date.flatMap(Timestamp.init(iso8601:))
      request.project = "shop"
      let outcome = try fixture.engine.remember(request)
      let node = try #require(try fixture.engine.store.node(at: outcome.uri))
      keys[node.id] = memory.key
    }
    self.fixture = fixture
    self.keys = keys
  }

  @Test("A developer's question finds its memory first, and never later than with plain BM25")
  func findsWhatIsAsked() throws {
    var found = 0.0
    var plain = 0.0
    for question in RetrievalGoldSet.questions {
      let ranking = try find(question.text)
      let own = reciprocalRank(question.answers, in: ranking)
      let bm25 = reciprocalRank(question.answers, in: try find(question.text, weights: .wordsAlone))
      #expect(own >= bm25, "\(question.text): \(ranking.prefix(3)) instead of \(question.answers); plain BM25 had it at \(bm25)")
      #expect(
        ranking.prefix(3).contains(question.answers[0]), "\(question.text): \(ranking.prefix(5)) instead of \(question.answers)")
      found += own
      plain += bm25
    }
    let count = Double(RetrievalGoldSet.questions.count)
    #expect(found / count >= 0.97, "mean reciprocal rank \(found / count); plain BM25 \(plain / count)")
  }

  private func find(_ text: String, weights: RankingWeights = .measured) throws -> [String] {
    var request = FindRequest(query: text)
    request.scope = .project("shop")
    let retrieval = Retrieval(store: fixture.engine.store, request: request, now: fixture.now, weights: weights)
    return try retrieval.find().items.compactMap { keys[$0.node.id] }
  }

  /// 1 over the place of the first of the answers that is there.
  private func reciprocalRank(_ answers: [String], in ranking: [String]) -> Double {
    ranking.firstIndex { answers.contains($0) }.map { 1 / Double($0 + 1) } ?? 0
  }
}

extension RankingWeights {
  /// BM25 as FTS5 has it.
  static let wordsAlone: RankingWeights = {
    var weights = RankingWeights()
    weights.lengthNormalisation = 0.75
    (weights.phrase, weights.questionDamping, weights.previous, weights.next, weights.secondNeighbour) = (0, 0, 0, 0, 0)
    (weights.answer, weights.session, weights.label, weights.date) = (0, 0, 0, 0)
    (weights.time, weights.pinned, weights.staleness, weights.elsewhere, weights.turn) = (0, 0, 0, 0, 0)
    return weights
  }()
}
